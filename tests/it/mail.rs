//! The outbox, and mails on their way: a folder, the sendmail command, real SMTP on loopback.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::sandbox::{MARA, PASSWORD, Sandbox};
use crate::smtp::{Manner, Received, Server};
use crate::terminal::command;

const IGOR: &str = "igor.baran@acme.example";
const NEW: &str = "Copper-Sunday-19-Velvet";
const SOON: Duration = Duration::from_secs(20);

fn configure(sandbox: &Sandbox, mail: &str) {
    let folder = sandbox.path("home/.config/provost");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), format!("[mail]\n{mail}\n")).unwrap();
}

fn eml(sandbox: &Sandbox) -> Vec<String> {
    let mut paths: Vec<_> = fs::read_dir(sandbox.outbox()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| decoded(&fs::read_to_string(path).unwrap())).collect()
}

/// Quoted-printable lines joined, `=3D` read.
fn decoded(text: &str) -> String {
    text.replace("=\r\n", "").replace("=3D", "=")
}

/// The token in a mail: 64 hexadecimal digits on a line of their own.
fn token(text: &str) -> String {
    let is_token = |line: &&str| line.len() == 64 && line.chars().all(|c| c.is_ascii_hexdigit());
    text.lines().map(str::trim).find(is_token).unwrap_or_else(|| panic!("no token: {text}")).to_owned()
}

fn redeem(sandbox: &Sandbox, token: &str) -> crate::sandbox::Outcome {
    sandbox.feed(&format!("{token}\n{NEW}\n"), &["redeem", "--password-stdin", "--json"])
}

#[test]
fn a_registration_goes_into_the_folder_with_a_token_that_stands_nowhere_else() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user add eva@acme.example --first-name Eva").ok();
    let mail = &sandbox.json("outbox list")[0];
    assert_eq!(
        (&mail["kind"], &mail["state"], &mail["attempts"]),
        (&json!("registration"), &json!("queued"), &json!(0))
    );
    let shown = sandbox.json(&format!("outbox show {}", mail["id"]));
    assert!(shown["body"].as_str().unwrap().contains("(made when the mail is delivered)"));
    let report = sandbox.json("outbox send");
    assert_eq!((&report["sent_count"], &report["results"][0]["status"]), (&json!(1), &json!("sent")));
    let texts = eml(&sandbox);
    assert!(texts[0].contains("To: eva@acme.example") && texts[0].contains(&format!("From: {MARA}")), "{texts:?}");
    assert!(texts[0].contains("provost redeem") && !texts[0].contains("https://"));
    let token = token(&texts[0]);
    assert!(!sandbox.dump().contains(&token), "the database holds no token");
    let folder = fs::metadata(sandbox.outbox()).unwrap();
    assert_eq!(folder.permissions().mode() & 0o777, 0o700);
    let file = fs::read_dir(sandbox.outbox()).unwrap().next().unwrap().unwrap();
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    redeem(&sandbox, &token).ok();
    assert_eq!(sandbox.json("outbox send")["status"], "unchanged");
}

#[test]
fn a_web_link_stands_in_the_mail_only_if_its_base_is_set() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user invite tao.wu@acme.example").ok();
    sandbox.sh("outbox send").ok();
    assert!(!eml(&sandbox)[0].contains("http"), "no base, no link");
    sandbox.sh("settings set mail.link_base=https://id.acme.example mail.from=desk@acme.example").ok();
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    sandbox.sh("outbox send").ok();
    let text = &eml(&sandbox)[1];
    assert!(text.contains("https://id.acme.example/redeem#") && text.contains("From: desk@acme.example"), "{text}");
}

#[test]
fn a_newer_invitation_or_another_address_takes_the_waiting_mail_back() {
    let sandbox = Sandbox::acme();
    let states = |sandbox: &Sandbox| {
        let mails = sandbox.json("outbox list");
        mails.as_array().unwrap().iter().map(|mail| mail["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    assert_eq!(states(&sandbox), ["queued", "cancelled"]);
    let edited = sandbox.json(&format!("user edit {IGOR} --email igor@new.example"));
    assert!(edited["notices"][0].as_str().unwrap().contains("is dead"), "{edited}");
    assert_eq!(states(&sandbox), ["cancelled", "cancelled"]);
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    sandbox.sh("outbox send").ok();
    let texts = eml(&sandbox);
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains("To: igor@new.example"));
    sandbox.sh("user add eva@acme.example").ok();
    sandbox.sh("user deactivate eva@acme.example --yes").ok();
    assert_eq!(states(&sandbox)[0], "cancelled");
}

#[test]
fn a_failed_delivery_waits_longer_each_time_and_gets_a_new_token() {
    let sandbox = Sandbox::acme();
    fs::write(sandbox.outbox(), "a file where the folder should be").unwrap();
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    let outcome = sandbox.sh("outbox send --json");
    assert_eq!(outcome.code, 10, "{outcome:?}");
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!((&report["failed_count"], &report["results"][0]["status"]), (&json!(1), &json!("queued")));
    assert_eq!(report["results"][0]["next_attempt_at"], "2026-11-23T12:01:00Z");
    assert_eq!(sandbox.json("outbox send")["results"], json!([]), "not before its time");
    sandbox.advance(60);
    let text = sandbox.sh("outbox send");
    assert_eq!(text.code, 10);
    assert!(text.stdout.contains("delivered 0 mails") && text.stdout.contains("1 failed"), "{}", text.stdout);
    let mail = sandbox.json("outbox list")[0].clone();
    assert_eq!((&mail["attempts"], &mail["next_attempt_at"]), (&json!(2), &json!("2026-11-23T12:03:00Z")));
    assert!(mail["last_error"].as_str().unwrap().contains(".outbox"), "{mail}");
    fs::remove_file(sandbox.outbox()).unwrap();
    sandbox.sh(&format!("outbox send {}", mail["id"])).ok();
    redeem(&sandbox, &token(&eml(&sandbox)[0])).ok();
    let links: i64 = sandbox.number("SELECT count(*) FROM links");
    assert_eq!(links, 3, "each try had a token of its own");
    sandbox.refused(&format!("outbox send {}", mail["id"]), 4, "MAIL-1", "is sent already");
}

#[test]
fn after_ten_tries_a_mail_is_given_up_and_can_be_tried_again_by_name() {
    let sandbox = Sandbox::acme();
    fs::write(sandbox.outbox(), "").unwrap();
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    for _ in 0..10 {
        assert_eq!(sandbox.act_as(MARA).sh("outbox send").code, 10);
        sandbox.advance(13 * 3_600);
    }
    assert_eq!(sandbox.act_as(MARA).json("outbox list")[0]["state"], "failed");
    assert_eq!(sandbox.json("outbox send")["results"], json!([]));
    fs::remove_file(sandbox.outbox()).unwrap();
    let id = sandbox.json("outbox list")[0]["id"].clone();
    assert_eq!(sandbox.json(&format!("outbox send {id}"))["results"][0]["status"], "sent");
}

fn scan_of(sandbox: &Sandbox, group: &str) -> Value {
    sandbox.act_as("ann.keller@acme.example");
    let scan = sandbox.json(&format!("scan launch Probe --target '{group}'"))["scan"]["id"].clone();
    sandbox.act_as(MARA);
    sandbox.json(&format!("scan finish {scan} --result r1"))
}

#[test]
fn scan_summaries_go_to_those_who_want_them_contacts_included() {
    let sandbox = Sandbox::acme();
    sandbox.sh("asset-group unassign 'Frankfurt Core' ben.osei@acme.example").ok();
    sandbox.sh("asset-group assign 'Frankfurt Core' gert.vos@acme.example").ok();
    for user in ["mara.lindholm@acme.example", "uwe.brandt@acme.example", "clara.dupont@acme.example"] {
        sandbox.sh(&format!("user edit {user} --notify-scans none")).ok();
    }
    sandbox.sh("user edit sofia.rossi@acme.example --notify-scans all").ok();
    sandbox.sh("contact email --bu EMEA --name 'Scan Desk' --address desk@acme.example").ok();
    scan_of(&sandbox, "Frankfurt Core");
    let mails = sandbox.json("outbox list --filter kind=scan-summary --sort recipient");
    let recipients: Vec<&str> =
        mails.as_array().unwrap().iter().map(|mail| mail["recipient"].as_str().unwrap()).collect();
    assert!(recipients.contains(&"ann.keller@acme.example"), "it is assigned to her: {recipients:?}");
    assert!(recipients.contains(&"gert.vos@acme.example"), "a contact gets those of its groups");
    assert!(recipients.contains(&"sofia.rossi@acme.example"), "she wants all that she reaches");
    for silent in [MARA, "uwe.brandt@acme.example", "ben.osei@acme.example", "hanna.lund@acme.example"] {
        assert!(!recipients.contains(&silent), "{silent}: {recipients:?}");
    }
    let text = sandbox.json(&format!("outbox show {}", mails[0]["id"]));
    assert!(text["body"].as_str().unwrap().contains("Scan Desk <desk@acme.example>"), "{text}");
    sandbox.sh("user deactivate gert.vos@acme.example --yes").ok();
    let again = scan_of(&sandbox, "Frankfurt Core");
    assert_eq!(
        again["mails_count"].as_u64().unwrap() + 1,
        recipients.len() as u64,
        "a deactivated contact gets nothing"
    );
}

#[test]
fn a_ticket_digest_comes_once_a_day_in_the_users_own_day() {
    let sandbox = Sandbox::acme();
    sandbox.tamper("UPDATE configs SET active = 0 WHERE active = 1");
    sandbox.sh("user edit ann.keller@acme.example --notify-tickets true --time-zone Europe/Berlin").ok();
    sandbox.sh("user edit lena.fox@acme.example --notify-tickets true").ok();
    assert_eq!(sandbox.json("schedule run-due")["digests_count"], 1, "only who has open tickets");
    assert_eq!(sandbox.json("schedule run-due")["status"], "unchanged");
    let mail = &sandbox.json("outbox list --filter kind=ticket-digest")[0];
    assert!(sandbox.json(&format!("outbox show {}", mail["id"]))["subject"].as_str().unwrap().contains("open ticket"));
    sandbox.advance(11 * 3_600 + 1);
    assert_eq!(sandbox.act_as(MARA).json("schedule run-due")["digests_count"], 1, "it is past midnight in Berlin");
}

#[test]
fn a_changed_password_is_told_by_mail() {
    let sandbox = Sandbox::acme();
    sandbox.feed(&format!("{PASSWORD}\n{NEW}\n"), &["account", "password", "--password-stdin"]).ok();
    let mail = &sandbox.json("outbox list")[0];
    assert_eq!((&mail["kind"], &mail["recipient"]), (&json!("password-changed"), &json!(MARA)));
    sandbox.act_as("ann.keller@acme.example").refused("outbox list", 5, "ROLE-7", "outbox.view");
    sandbox.refused("outbox send", 5, "ROLE-7", "outbox.send");
}

#[test]
fn the_configuration_file_alone_says_how_mails_go() {
    let sandbox = Sandbox::acme();
    for (mail, named) in [
        ("transport = \"pigeon\"", "`pigeon`"),
        ("transport = \"smtp\"", "needs a host"),
        ("transport = \"folder\"\nhost = \"x\"", "does not take host"),
        ("sendmail = \"/bin/true\"", "does not take sendmail"),
        ("transport = \"smtp\"\nhost = \"127.0.0.1\"\nuser = \"u\"", "belong together"),
        ("transport = \"smtp\"\nhost = \"127.0.0.1\"\ntls = \"maybe\"", "`maybe`"),
        ("secret = \"x\"", "unknown field `secret`"),
    ] {
        configure(&sandbox, mail);
        let outcome = sandbox.sh("outbox send");
        assert_eq!(outcome.code, 7, "{mail}: {outcome:?}");
        assert!(outcome.stderr.contains(named), "{mail}: {}", outcome.stderr);
    }
    let secret = sandbox.path("smtp.secret");
    fs::write(&secret, "hunter2\n").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o644)).unwrap();
    let account =
        format!("transport = \"smtp\"\nhost = \"127.0.0.1\"\nuser = \"u\"\npassword_file = \"{}\"", secret.display());
    configure(&sandbox, &account);
    assert!(sandbox.sh("outbox send").stderr.contains("others may read"));
}

#[test]
fn the_sendmail_command_gets_the_mail() {
    let sandbox = Sandbox::acme();
    let (script, sink) = (sandbox.path("sendmail"), sandbox.path("sink"));
    fs::write(&script, format!("#!/bin/sh\necho \"$@\" > {0}\ncat >> {0}\n", sink.display())).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    configure(&sandbox, &format!("transport = \"sendmail\"\nsendmail = \"{}\"", script.display()));
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    sandbox.sh("outbox send").ok();
    let got = decoded(&fs::read_to_string(sink).unwrap());
    assert!(got.contains(IGOR) && got.contains("provost redeem"), "{got}");
    configure(&sandbox, "transport = \"sendmail\"\nsendmail = \"/nowhere/sendmail\"");
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    assert_eq!(sandbox.sh("outbox send").code, 10);
}

fn next(server: &Server) -> Received {
    server.mails.recv_timeout(SOON).unwrap()
}

#[test]
fn a_mail_goes_over_real_smtp_with_an_account() {
    let sandbox = Sandbox::acme();
    let server = Server::start(Manner::Plain, 4);
    let secret = sandbox.path("smtp.secret");
    fs::write(&secret, "hunter2\n").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let account = format!(
        "transport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {}\nuser = \"desk\"\npassword_file = \"{}\"",
        server.port,
        secret.display()
    );
    configure(&sandbox, &account);
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    let report = sandbox.json("outbox send");
    assert_eq!(report["sent_count"], 1, "{report}");
    let mail = next(&server);
    assert_eq!((mail.from.as_str(), mail.to.as_str()), (MARA, IGOR));
    assert_eq!(mail.auth.as_deref(), Some("AGRlc2sAaHVudGVyMg=="), "\\0desk\\0hunter2");
    redeem(&sandbox, &token(&decoded(&mail.data))).ok();
    assert!(!sandbox.dump().contains("hunter2"));
}

#[test]
fn a_transport_that_repeats_the_mail_leaves_no_token_behind() {
    let sandbox = Sandbox::acme();
    let (script, sink) = (sandbox.path("sendmail"), sandbox.path("sink"));
    fs::write(&script, format!("#!/bin/sh\nsed -n '/provost redeem/,$p' | tee {} >&2\nexit 75\n", sink.display()))
        .unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    configure(&sandbox, &format!("transport = \"sendmail\"\nsendmail = \"{}\"", script.display()));
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    let shown = sandbox.sh("outbox send");
    assert_eq!(shown.code, 10);
    let token = token(&decoded(&fs::read_to_string(sink).unwrap()));
    let places = [shown.stdout, shown.stderr, sandbox.sh("outbox list --json").stdout, sandbox.dump()];
    for part in [&token[..16], &token[24..40], &token[48..]] {
        assert!(places.iter().all(|place| !place.contains(part)), "a part of the token is told");
    }
    assert!(places[2].contains("provost redeem"), "what else was said is kept");
}

#[test]
fn a_server_that_refuses_leaves_its_words_at_the_mail() {
    let sandbox = Sandbox::acme();
    let server = Server::start(Manner::Refusing, 4);
    configure(&sandbox, &format!("transport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {}", server.port));
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    assert_eq!(sandbox.sh("outbox send").code, 10);
    let error = sandbox.json("outbox list")[0]["last_error"].as_str().unwrap().to_owned();
    assert!(error.contains("no such mailbox"), "{error}");
}

/// A server's certificate for 127.0.0.1, and the authority that signed it, as PEM.
fn certificate() -> (Arc<rustls::ServerConfig>, String) {
    let authority_key = rcgen::KeyPair::generate().unwrap();
    let mut authority = rcgen::CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let pem = authority.clone().self_signed(&authority_key).unwrap().pem();
    let issuer = rcgen::Issuer::new(authority, authority_key);
    let key = rcgen::KeyPair::generate().unwrap();
    let server = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![server.der().clone()], key)
        .unwrap();
    (Arc::new(config), pem)
}

#[test]
fn tls_is_verified() {
    let sandbox = Sandbox::acme();
    let (config, authority) = certificate();
    let server = Server::start(Manner::Tls(config), 8);
    let mail = format!("transport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {}\ntls = \"implicit\"", server.port);
    configure(&sandbox, &mail);
    sandbox.tamper("UPDATE sessions SET last_seen_at = 9999999999");
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    let send = |trusted: Option<&str>| {
        let mut send = command(&sandbox, &["outbox", "send", "1", "--json"]);
        if let Some(path) = trusted {
            send.env("SSL_CERT_FILE", path);
        }
        let output = send.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, report) = send(None);
    assert_eq!(code, Some(10), "an unknown authority is not trusted: {report}");
    assert!(report.to_lowercase().contains("certificate"), "{report}");
    let path = sandbox.path("authority.pem");
    fs::write(&path, authority).unwrap();
    let (code, report) = send(path.to_str());
    assert_eq!(code, Some(0), "{report}");
    assert_eq!(next(&server).to, IGOR);
}

#[test]
fn a_server_without_starttls_is_refused_where_it_is_required() {
    let sandbox = Sandbox::acme();
    let server = Server::start(Manner::Plain, 4);
    let mail = format!("transport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {}\ntls = \"starttls\"", server.port);
    configure(&sandbox, &mail);
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    assert_eq!(sandbox.sh("outbox send").code, 10);
    assert!(server.mails.try_recv().is_err(), "nothing went out in clear");
}

#[test]
fn a_link_mail_that_failed_never_comes_back_with_a_live_token() {
    let sandbox = Sandbox::acme();
    fs::write(sandbox.outbox(), "").unwrap();
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    sandbox.tamper("UPDATE mails SET state = 'failed', next_attempt_at = NULL");
    sandbox.sh(&format!("user edit {IGOR} --email igor@new.example")).ok();
    fs::remove_file(sandbox.outbox()).unwrap();
    sandbox.refused("outbox send 1", 4, "MAIL-1", "is cancelled already");
    sandbox.tamper("UPDATE mails SET state = 'queued', next_attempt_at = 1");
    let outcome = sandbox.sh("outbox send --json");
    assert_eq!(outcome.code, 10, "not even if it were still waiting: {outcome:?}");
    assert!(!sandbox.outbox().exists());
}

#[test]
fn summaries_tell_nobody_of_what_lies_beyond_its_reach() {
    let sandbox = Sandbox::acme();
    for user in ["ingrid.solberg@acme.example", "fatima.zahra@acme.example", "clara.dupont@acme.example"] {
        sandbox.sh(&format!("user edit {user} --notify-scans all")).ok();
    }
    sandbox.sh("asset-group assign 'Frankfurt Core' fatima.zahra@acme.example").ok();
    sandbox.sh("asset-group unassign All clara.dupont@acme.example").ok();
    sandbox.sh("asset-group assign 'Frankfurt Core' clara.dupont@acme.example").ok();
    let scan = sandbox.json("scan launch Probe --target 'Frankfurt Core' --target 'Lab Network'")["scan"]["id"].clone();
    sandbox.sh(&format!("scan finish {scan} --result s3://secret")).ok();
    let mails = sandbox.json("outbox list --filter kind=scan-summary");
    let body = |login: &str| {
        let mail = mails.as_array().unwrap().iter().find(|mail| mail["recipient"] == login)?;
        sandbox.json(&format!("outbox show {}", mail["id"]))["body"].as_str().map(str::to_owned)
    };
    assert_eq!(body("ingrid.solberg@acme.example"), None, "an auditor may not view scans");
    assert_eq!(body("fatima.zahra@acme.example"), None, "nor may a remediation-user");
    let clara = body("clara.dupont@acme.example").unwrap();
    assert!(clara.contains("Frankfurt Core") && !clara.contains("Lab Network") && !clara.contains("secret"), "{clara}");
    let vera = body("vera.petrova@acme.example");
    assert!(vera.is_none_or(|text| !text.contains("Frankfurt")));
}

/// What the whole machine is configured with; readable by all, writable by its owner alone.
fn configure_machine(sandbox: &Sandbox, mail: &str, mode: u32) {
    let folder = sandbox.path("etc");
    fs::create_dir_all(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(folder.join("config.toml"), format!("[mail]\n{mail}\n")).unwrap();
    fs::set_permissions(folder.join("config.toml"), fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_unit_manager_reads_no_token_by_any_transport_of_its_own() {
    let sandbox = Sandbox::acme();
    let server = Server::start(Manner::Plain, 4);
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    let unit_manager = "uwe.brandt@acme.example";
    sandbox.sh("user password sofia.rossi@acme.example").ok();
    let (script, sink) = (sandbox.path("sendmail"), sandbox.path("sink"));
    fs::write(&script, format!("#!/bin/sh\ncat > {}\n", sink.display())).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    for own in [
        String::new(),
        format!("transport = \"folder\"\nfolder = \"{}\"", sandbox.path("mine").display()),
        format!("transport = \"sendmail\"\nsendmail = \"{}\"", script.display()),
        format!("transport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {}", server.port),
    ] {
        configure(&sandbox, &own);
        for line in ["outbox send".to_owned(), format!("user invite {IGOR} --send"), "outbox send 2".to_owned()] {
            let outcome = sandbox.act_as(unit_manager).sh(&format!("{line} --json"));
            assert_ne!(outcome.code, 0, "{own} {line}: {outcome:?}");
            assert!(!outcome.stdout.contains("\"sent\""), "{own} {line}: {outcome:?}");
        }
        sandbox.act_with_token(MARA, &[provost::domain::Action::OutboxSend]);
        assert_eq!(sandbox.sh("outbox send").code, 10, "nor does a token of a manager");
    }
    assert!(server.mails.try_recv().is_err());
    assert!(!sink.exists() && !sandbox.path("mine").exists() && !sandbox.outbox().exists());
    let links: i64 = sandbox.number("SELECT count(*) FROM links");
    assert_eq!(links, 0, "no token was made at all");
}

#[test]
fn links_leave_by_others_than_managers_through_the_transport_of_the_machine() {
    let sandbox = Sandbox::acme();
    let server = Server::start(Manner::Plain, 8);
    let smtp = format!("transport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {}", server.port);
    sandbox.act_as("vera.petrova@acme.example");
    let add = |login: &str| sandbox.sh(&format!("user add {login} --send --json"));
    for (mail, mode, why) in [
        (smtp.as_str(), 0o666, "must belong to"),
        ("transport = \"folder\"", 0o644, "belongs to whoever sends"),
        ("transport = \"sendmail\"\nsendmail = \"sendmail\"", 0o644, "no absolute path"),
        ("transport = \"pigeon\"", 0o644, "`pigeon`"),
    ] {
        configure_machine(&sandbox, mail, mode);
        let outcome = add(&format!("{}@acme.example", why.replace(|c: char| !c.is_ascii_alphanumeric(), "")));
        assert_eq!(outcome.code, 10, "{mail}: {outcome:?}");
        assert!(outcome.stdout.contains(why), "{mail}: {outcome:?}");
    }
    configure_machine(&sandbox, &smtp, 0o644);
    let report: Value = serde_json::from_str(&add("eva@acme.example").ok()).unwrap();
    assert_eq!(report["notices"], json!(["the mail to `eva@acme.example` is on its way"]));
    assert_eq!(next(&server).to, "eva@acme.example");
    fs::write(sandbox.path("people.csv"), "login\nbo@acme.example\ncy@acme.example\n").unwrap();
    let people = sandbox.path("people.csv");
    sandbox.run(&["import", "users", people.to_str().unwrap(), "--set", "unit=Labs", "--send"]).ok();
    assert_eq!([next(&server).to, next(&server).to], ["bo@acme.example", "cy@acme.example"]);
    assert_eq!(sandbox.sh("outbox send --json").code, 0, "what waited leaves now");
}

#[test]
fn whoever_may_invite_somebody_sees_that_its_mail_waits_and_nothing_more() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user password kenji.mori@acme.example").ok();
    sandbox.sh(&format!("user invite {IGOR}")).ok();
    sandbox.feed(&format!("{PASSWORD}\n{NEW}\n"), &["account", "password", "--password-stdin"]).ok();
    let seen = |login: &str| -> Vec<Value> {
        let mails = sandbox.act_as(login).json("outbox list");
        mails.as_array().unwrap().iter().map(|mail| mail["recipient"].clone()).collect()
    };
    assert_eq!(seen(MARA).len(), 3);
    assert_eq!(seen("priya.nair@acme.example"), ["igor.baran@acme.example", "kenji.mori@acme.example"]);
    assert_eq!(
        seen("kenji.mori@acme.example"),
        ["kenji.mori@acme.example"],
        "of his unit, but not what changed for MARA"
    );
    assert_eq!(seen("uwe.brandt@acme.example"), [IGOR], "he is in his unit");
    let mail = sandbox.json("outbox list")[0]["id"].clone();
    let shown = sandbox.json(&format!("outbox show {mail}"));
    assert_eq!((&shown["subject"], &shown["body"], &shown["state"]), (&Value::Null, &Value::Null, &json!("queued")));
    sandbox.act_as("vera.petrova@acme.example");
    sandbox.refused(&format!("outbox show {mail}"), 3, "ROLE-8", "no mail");
    sandbox.refused("outbox send 1", 3, "ROLE-8", "no mail");
    sandbox.act_as("ann.keller@acme.example").refused("outbox list", 5, "ROLE-7", "outbox.view");
}
