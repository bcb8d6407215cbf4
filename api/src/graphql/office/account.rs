//! Signing in and out, and the accounts of one's own people.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::{self, Act, of};
use netra_domain::{Rule, login};
use netra_entity::{Instant, user};
use netra_registry::office::invitation::{InvitePeopleInput, ResetCredentialInput};
use netra_registry::office::secret_token::{SecretKind, SecretToken};
use netra_registry::{Done, Error, Registry};

use crate::auth::{Password, PasswordError};
use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read_optional};
use crate::graphql::kernel::noun::{Noun, act, nested};
use crate::graphql::kernel::payload::{Payload, row_payloads};
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::office::seat::Seat;
use crate::graphql::people::civil_servant::CivilServant;
use crate::session::{self, Issued};

/// Who asks, and as what (pemanggil).
pub(in crate::graphql) struct Viewer;

/// Who asks, and as what (pemanggil).
#[Object]
impl Viewer {
    /// As what the caller acts: `PUBLIC`, `CIVIL_SERVANT` or a function.
    async fn capacity(&self, ctx: &Context<'_>) -> Option<&'static str> {
        Call::of(ctx).actor.capacity().map(policy::Capacity::code)
    }

    /// Name with which the caller signed in.
    async fn login(&self, ctx: &Context<'_>) -> Option<String> {
        account(ctx).await.map(|row| row.login)
    }

    /// Name shown to colleagues.
    async fn display_name(&self, ctx: &Context<'_>) -> Option<String> {
        account(ctx).await.map(|row| row.display_name)
    }

    /// The civil servant, when the caller is one acting for oneself (pegawai).
    async fn civil_servant(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        nested(ctx, Call::of(ctx).actor.civil_servant_id()).await
    }

    /// The seat in which the caller acts (kedudukan).
    async fn seat(&self, ctx: &Context<'_>) -> Option<Seat> {
        let call = Call::of(ctx);
        let acting = call.actor.seat()?.seat_id;
        let seats = answer(ctx, call.registry().own_seats(call.actor.user_id()?).await)?;
        let seat = seats.into_iter().find(|it| it.seat.id == acting)?;
        Some(Seat::show(seat.seat))
    }

    /// The seats in which the caller may act today (daftar kedudukan).
    async fn seats(&self, ctx: &Context<'_>) -> Option<Vec<Seat>> {
        let call = Call::of(ctx);
        let user_id = call.actor.user_id()?;
        let seats = answer(ctx, call.registry().own_seats(user_id).await)?;
        Some(seats.into_iter().map(|it| Seat::show(it.seat)).collect())
    }
}

/// The caller's account; nobody has one without having signed in.
async fn account(ctx: &Context<'_>) -> Option<user::Model> {
    let call = Call::of(ctx);
    match call.registry().own_account(&call.actor).await {
        Err(Error::NotFound) => None,
        found => answer(ctx, found),
    }
}

/// Name and password.
#[derive(InputObject)]
pub(in crate::graphql) struct SignInInput {
    /// Name with which one signs in.
    login: String,
    /// The password (kata sandi).
    password: String,
    /// The seat to act in; for oneself without one.
    seat: Option<ID>,
}

/// A refresh token.
#[derive(InputObject)]
pub(in crate::graphql) struct RefreshSessionInput {
    /// The token, as `signIn` or the last `refreshSession` answered it (token penyegar).
    refresh_token: String,
}

/// An access token, and what it is for.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SessionPayload {
    /// The token, for `Authorization: Bearer`, RFC 9068.
    access_token: String,
    /// Always `Bearer`.
    token_type: String,
    /// When it expires.
    expires_at: Instant,
    /// The token for `refreshSession`, good for once and 12 hours; null where the session's
    /// present one stays (token penyegar).
    refresh_token: Option<String>,
    /// The seats in which the person may act today (daftar kedudukan).
    seats: Vec<Seat>,
}

/// An invitation's token and a new password.
#[derive(InputObject)]
pub(in crate::graphql) struct ActivateAccountInput {
    /// The token, as it was handed over.
    token: String,
    /// The new password, 12 to 128 characters (kata sandi).
    password: String,
}

/// The password that one has, and the one to have.
#[derive(InputObject)]
pub(in crate::graphql) struct ChangePasswordInput {
    /// The present password (kata sandi lama).
    current: String,
    /// The new password, 12 to 128 characters (kata sandi baru).
    password: String,
}

/// What `activateAccount`, `changePassword` and `signOut` answer.
#[derive(SimpleObject)]
pub(in crate::graphql) struct AccountPayload {
    /// Whether it was done.
    is_done: bool,
}

row_payloads! {
    /// What `invitePeople` answers. The tokens go to those who are invited.
    InvitePeoplePayload;
}

/// What `resetCredential` answers. The token with which the person sets a new password goes to the
/// person.
#[derive(SimpleObject)]
pub(in crate::graphql) struct ResetCredentialPayload {
    /// The event; null where nothing changed.
    receipt: Option<Receipt>,
}

impl Payload for ResetCredentialPayload {
    async fn of(_: &Call, done: Done) -> Result<Self, Error> {
        Ok(Self { receipt: Receipt::of(&done) })
    }
}

/// In which seat to go on.
#[derive(InputObject)]
pub(in crate::graphql) struct SwitchSeatInput {
    /// The seat; for oneself without one.
    seat: Option<ID>,
}

#[derive(Default)]
pub(in crate::graphql) struct AccountQuery;

/// The caller.
#[Object]
impl AccountQuery {
    /// Who asks, and as what (pemanggil).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        let permitted = Call::of(ctx).permit::<of::ReadReference>();
        answer(ctx, permitted.map(|_| Viewer))
    }
}

#[derive(Default)]
pub(in crate::graphql) struct AccountMutation;

/// Acts on accounts and sessions.
#[Object]
impl AccountMutation {
    /// Signs in with name and password (masuk).
    #[graphql(directive = access::apply(word(Act::SignIn), roles(Act::SignIn)))]
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Name and password.")] input: SignInInput,
    ) -> Option<SessionPayload> {
        let call = Call::of(ctx);
        let signed_in = async {
            let permit = call.permit()?;
            let seat_id = read_optional("input.seat", Kind::Seat, input.seat.as_ref())?;
            let login = login::folded(&input.login);
            let credential = call.registry().credential(&permit, &login).await?;
            let stored = credential.as_ref().map(|it| it.password_hash.clone());
            let right = tried(call, &login, Password::new(input.password), stored).await?;
            let credential = credential.filter(|_| right).ok_or(Rule::CredentialWrong)?;
            let refresh = session::new_refresh_token()?;
            let digest = refresh.digest_hex();
            let registry = call.registry();
            let opened =
                registry.open_session(&permit, credential.user_id, seat_id, Some(&digest)).await?;
            session::issue(&call.server, &opened, Some(refresh)).await.map(Into::into)
        };
        answer(ctx, signed_in.await)
    }

    /// Renews a session by its refresh token, which is used up and replaced. One that comes again
    /// after its successor was used is a copy in other hands, and ends the session (perpanjangan
    /// sesi).
    #[graphql(directive = access::apply(word(Act::RefreshSession), roles(Act::RefreshSession)))]
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refresh token.")] input: RefreshSessionInput,
    ) -> Option<SessionPayload> {
        let call = Call::of(ctx);
        let renewed = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "refreshSession")?;
            session::renew(&call.server, &permit, &request, &input.refresh_token).await
        };
        answer(ctx, renewed.await).map(Into::into)
    }

    /// Goes on in another seat, or for oneself, under a new token; the former one ends (ganti
    /// kedudukan).
    #[graphql(directive = access::apply(word(Act::SwitchSeat), roles(Act::SwitchSeat)))]
    async fn switch_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The seat.")] input: SwitchSeatInput,
    ) -> Option<SessionPayload> {
        let call = Call::of(ctx);
        let switched = async {
            let seat_id = read_optional("input.seat", Kind::Seat, input.seat.as_ref())?;
            let switched = call.registry().switch_seat(&call.permit()?, seat_id).await?;
            session::issue(&call.server, &switched, None).await.map(Into::into)
        };
        answer(ctx, switched.await)
    }

    /// Ends the session; its tokens are refused from now on (keluar).
    #[graphql(directive = access::apply(word(Act::SignOut), roles(Act::SignOut)))]
    async fn sign_out(&self, ctx: &Context<'_>) -> Option<AccountPayload> {
        let call = Call::of(ctx);
        let done = async { call.registry().sign_out(&call.permit()?).await };
        answer(ctx, done.await).map(|()| AccountPayload { is_done: true })
    }

    /// Activates an account, or sets a new password, with an invitation's token (aktivasi akun).
    #[graphql(directive = access::apply(word(Act::ActivateAccount), roles(Act::ActivateAccount)))]
    async fn activate_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Token and new password.")] input: ActivateAccountInput,
    ) -> Option<AccountPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "activateAccount")?;
            let token = SecretToken::parse(SecretKind::Invitation, &input.token)
                .ok_or(Rule::InvitationUnusable)?;
            let digest = token.digest_hex();
            // Whoever has no token costs no hash.
            let known = call.registry().invited(&permit, &digest).await?;
            let hash = hashed(call, input.password, &known).await?;
            call.registry().activate_account(&permit, &request, &digest, &hash).await
        };
        answer(ctx, done.await).map(|_| AccountPayload { is_done: true })
    }

    /// Sets another password of one's own; every other session ends (ganti kata sandi).
    #[graphql(directive = access::apply(word(Act::ChangePassword), roles(Act::ChangePassword)))]
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The old password and the new one.")] input: ChangePasswordInput,
    ) -> Option<AccountPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "changePassword")?;
            let (login, credential, known) = call.registry().own_credential(&permit).await?;
            let stored = Some(credential.password_hash);
            let current = Password::new(input.current);
            if !tried(call, &login, current, stored).await? {
                return Err(Error::invalid("input.current", Rule::CredentialWrong));
            }
            let hash = hashed(call, input.password, &known).await?;
            call.registry().change_password(&permit, &request, &hash).await
        };
        answer(ctx, done.await).map(|_| AccountPayload { is_done: true })
    }

    /// Invites people employed in one's own institution to activate their accounts; each gets a
    /// letter with a token (undangan).
    #[graphql(directive = access::apply(word(Act::InvitePeople), roles(Act::InvitePeople)))]
    async fn invite_people(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The people.")] input: InvitePeopleInput,
    ) -> Option<InvitePeoplePayload> {
        act(ctx, &input, Registry::invite_people).await
    }

    /// Lets one of one's own people set a new password, by a token in a letter; not where the
    /// person holds seats (atur ulang kata sandi).
    #[graphql(directive = access::apply(word(Act::ResetCredential), roles(Act::ResetCredential)))]
    async fn reset_credential(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: ResetCredentialInput,
    ) -> Option<ResetCredentialPayload> {
        act(ctx, &input, Registry::reset_credential).await
    }
}

/// Tries the password of a folded login, where its account and source may try one now.
async fn tried(
    call: &Call,
    login: &str,
    password: Password,
    stored: Option<String>,
) -> Result<bool, Error> {
    let (door, source) = (&call.server.door, call.origin.peer);
    let now = call.registry().clock().now().0;
    let caller = door.admit(login, source, now);
    let caller = caller.map_err(|it| Error::TooEarly { seconds: it.seconds })?;
    let verified = call.server.passwords.verify(password, stored, caller).await;
    let right = verified.map_err(busy)?;
    if right {
        door.right(login, source, caller, now);
    }
    let outcome = if right { "right" } else { "wrong" };
    metrics::counter!("netra_passwords_total", "outcome" => outcome).increment(1);
    Ok(right)
}

/// The hash of a new password that nobody guesses from what others know of the person.
async fn hashed(call: &Call, password: String, known: &[String]) -> Result<String, Error> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let password = Password::new(password);
    password.check(&known).map_err(|rule| Error::invalid("input.password", rule))?;
    call.server.passwords.hash(password).await.map_err(busy)
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn busy(error: PasswordError) -> Error {
    match error {
        PasswordError::Busy => Error::Unavailable("too many people sign in at once"),
        PasswordError::Stored(_)
        | PasswordError::Hashing(_)
        | PasswordError::Interrupted(_)
        | PasswordError::Random(_) => Error::Crypto("password hashing failed"),
    }
}

impl From<Issued> for SessionPayload {
    fn from(issued: Issued) -> Self {
        Self {
            access_token: issued.access_token,
            token_type: "Bearer".to_owned(),
            expires_at: issued.expires_at,
            refresh_token: issued.refresh_token.map(|token| token.reveal().to_owned()),
            seats: issued.seats.into_iter().map(|it| Seat::show(it.seat)).collect(),
        }
    }
}
