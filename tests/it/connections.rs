//! Connections that say nothing, or say it slowly, take nothing from others.

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::database::{Backend, both};
use crate::process::Place;

/// What a thousand silent connections may take, in KiB.
const BOUND: u64 = 64 * 1024;

/// How long until the server has ended them all.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a process has in memory, in KiB.
fn memory(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

async fn whoever_says_nothing_takes_nothing_from_others(backend: Backend) {
    let place = Place::with_people(backend).await;
    let netra = place.serve().await;
    let address = netra.door.url.trim_start_matches("http://").to_owned();
    netra.door.ask(None, "{ cycles { code } }", json!({})).await.answer.good();
    let before = memory(netra.id());
    let mut silent = Vec::new();
    for _ in 0..1_000 {
        silent.push(TcpStream::connect(&address).await.unwrap());
    }
    // Others begin a request and never end it, a byte at a time.
    let slow: Vec<_> = (0..100)
        .map(|_| {
            let address = address.clone();
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(address).await.unwrap();
                let head = "POST /graphql HTTP/1.1\r\nhost: x\r\nx-slow: ";
                for byte in head.bytes().chain(std::iter::repeat_n(b'a', 10_000)) {
                    if stream.write_all(&[byte]).await.is_err() {
                        return;
                    }
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            })
        })
        .collect();
    for _ in 0..20 {
        netra.door.ask(None, "{ cycles { code } }", json!({})).await.answer.good();
    }
    assert!(memory(netra.id()) < before + BOUND, "{} and {before} KiB", memory(netra.id()));
    // The server ends them itself.
    for stream in &mut silent {
        let mut bytes = [0; 512];
        let ended = async { while stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {} };
        timeout(PATIENCE, ended).await.expect("a silent connection ends");
    }
    for stream in slow {
        timeout(PATIENCE, stream).await.expect("a slow one ends").unwrap();
    }
    netra.door.ask(None, "{ cycles { code } }", json!({})).await.answer.good();
    // One that has said nothing yet holds up no end.
    let _silent = TcpStream::connect(&address).await.unwrap();
    let (code, said) = netra.end("TERM").await;
    assert_eq!(code, Some(0), "{said}");
}
both!(whoever_says_nothing_takes_nothing_from_others);
