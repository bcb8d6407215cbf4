//! As much of HTTP/1.1 as a load generator needs: one connection, one request after the other, the
//! whole answer each time.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Result;

/// The bytes of a GraphQL request to a local server.
pub(crate) fn request(query: &str, variables: &Value, token: Option<&str>) -> Vec<u8> {
    let body = serde_json::json!({ "query": query, "variables": variables }).to_string();
    let bearer = token.map_or_else(String::new, |it| format!("Authorization: Bearer {it}\r\n"));
    let length = body.len();
    format!(
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
         Accept: application/json\r\n{bearer}Content-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// Asks a server once; answers with the data, which has to be there whole.
pub(crate) fn ask(address: SocketAddr, request: &[u8]) -> Result<Value> {
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| -> Result<Value> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
            let mut answer: Value = runtime.block_on(async {
                let mut connection = Connection::open(address).await?;
                let (_, body) = connection.exchange(request).await?;
                Ok::<_, Box<dyn std::error::Error + Send + Sync>>(serde_json::from_str(body)?)
            })?;
            match answer.get_mut("data").map(Value::take) {
                Some(data) if answer.get("errors").is_none() => Ok(data),
                _ => Err(format!("no answer: {answer}").into()),
            }
        });
        asking.join().map_err(|_panic| "asking stopped")?
    })
}

/// A cursor of the peer, as it is sent.
pub(crate) fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

/// A cursor of the peer, as it is meant.
pub(crate) fn from_base64(text: &str) -> Result<Value> {
    Ok(serde_json::from_slice(&STANDARD.decode(text)?)?)
}

/// A connection to a server.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    body: Vec<u8>,
}

/// Where the body of an answer ends.
enum Length {
    Known(usize),
    Chunked,
}

impl Connection {
    /// Connects.
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::new(), body: Vec::new() })
    }

    /// Sends a request; answers with status and body.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Result<(u16, &str)> {
        self.buffer.clear();
        self.stream.write_all(request).await?;
        let head = loop {
            self.fill().await?;
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
        };
        let (status, length) = read_head(self.buffer.get(..head).unwrap_or_default())?;
        self.body.clear();
        match length {
            Length::Known(length) => {
                while self.buffer.len() < head + length {
                    self.fill().await?;
                }
                self.body.extend_from_slice(self.buffer.get(head..).unwrap_or_default());
            }
            Length::Chunked => self.chunks(head).await?,
        }
        Ok((status, std::str::from_utf8(&self.body)?))
    }

    /// Reads what there is.
    async fn fill(&mut self) -> Result<()> {
        self.buffer.reserve(32 * 1024);
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err("the server closed the connection".into()),
            _ => Ok(()),
        }
    }

    async fn chunks(&mut self, head: usize) -> Result<()> {
        let mut at = head;
        loop {
            let Some(line) = self.buffer.get(at..).and_then(|rest| find(rest, b"\r\n")) else {
                self.fill().await?;
                continue;
            };
            let size = std::str::from_utf8(self.buffer.get(at..at + line).unwrap_or_default())?;
            let size = usize::from_str_radix(size.trim(), 16)?;
            let (start, end) = (at + line + 2, at + line + 2 + size);
            while self.buffer.len() < end + 2 {
                self.fill().await?;
            }
            if size == 0 {
                return Ok(());
            }
            self.body.extend_from_slice(self.buffer.get(start..end).unwrap_or_default());
            at = end + 2;
        }
    }
}

fn read_head(head: &[u8]) -> Result<(u16, Length)> {
    let head = std::str::from_utf8(head)?;
    let mut lines = head.lines();
    let status =
        lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().parse()?;
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.eq_ignore_ascii_case("content-length") {
            return Ok((status, Length::Known(value.trim().parse()?)));
        }
        if name.eq_ignore_ascii_case("transfer-encoding") {
            return Ok((status, Length::Chunked));
        }
    }
    Err("an answer without a length".into())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}
