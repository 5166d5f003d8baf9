//! What is drawn for a person at a terminal, and only there.

use crate::sandbox::{Sandbox, Script, words};

fn at_a_terminal(sandbox: &Sandbox, line: &str) -> String {
    let args = words(line);
    sandbox.ask(&Script::default(), &args.iter().map(String::as_str).collect::<Vec<_>>()).ok()
}

#[test]
fn units_are_drawn_as_a_tree_of_what_may_be_viewed() {
    let sandbox = Sandbox::acme();
    let tree = sandbox.sh("bu list --tree").ok();
    assert!(tree.starts_with("5 business units\n|- Americas (10 users)\n|  |- ana.silva@acme.example, scanner"));
    assert!(tree.contains("quinn.abbott@acme.example, scanner, locked"), "{tree}");
    let told = sandbox.json("bu list --tree");
    let users: usize =
        told["units"].as_array().unwrap().iter().map(|unit| unit["users"].as_array().unwrap().len()).sum();
    let all = users + told["unassigned"].as_array().unwrap().len();
    assert_eq!(all, sandbox.json("user list").as_array().unwrap().len());
    let csv = sandbox.sh("bu list --tree -o csv");
    assert!(csv.code == 2 && csv.stderr.contains("a tree has no form as CSV"), "{csv:?}");
    assert_eq!(sandbox.sh("bu list --tree --limit 3").code, 2);
    sandbox.act_as("carla.mendez@acme.example");
    let own = sandbox.sh("bu list --tree").ok();
    assert!(own.contains("Americas") && !own.contains("EMEA") && !own.contains("ann.keller"), "{own}");
}

#[test]
fn times_are_told_from_now_at_a_terminal_and_exactly_elsewhere() {
    let sandbox = Sandbox::acme();
    sandbox.sh("bu edit EMEA --division Sales").ok();
    sandbox.advance(600);
    assert!(at_a_terminal(&sandbox, "log list --limit 1").contains("10 min ago"));
    assert!(at_a_terminal(&sandbox, "user show ana.silva@acme.example").contains("Z (10 min ago)"));
    let piped = sandbox.sh("log list --limit 1").ok();
    assert!(!piped.contains("ago") && piped.contains("Z "), "{piped}");
}

#[test]
fn states_are_coloured_and_still_words() {
    let sandbox = Sandbox::acme();
    let shown = at_a_terminal(&sandbox, "user list --fields login,status --filter unit=Americas");
    assert!(
        shown.contains("\u{1b}[38;5;1m") && shown.contains("locked") && shown.contains("\u{1b}[38;5;2m"),
        "{shown}"
    );
    sandbox.vars.borrow_mut().insert("NO_COLOR".into(), "1".into());
    let plain = at_a_terminal(&sandbox, "user list --fields login,status");
    assert!(!plain.contains('\u{1b}') && plain.contains("locked"), "{plain}");
}

#[test]
fn a_wrong_word_is_told_in_the_form_and_colour_that_is_asked_for() {
    let sandbox = Sandbox::acme();
    for form in ["-qojson", "-qo json", "-nyojsonl", "-o=json", "--output=json", "--json"] {
        sandbox.sh(&format!("user role x@y.example boss {form}")).refused(7, "", "`boss` is no role");
    }
    let config = sandbox.path("home/.config/provost");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "color = 'always'\n").unwrap();
    assert!(sandbox.sh("user role x@y.example boss").stderr.contains("\u{1b}["));
    assert!(!sandbox.sh("user role x@y.example boss --color never").stderr.contains('\u{1b}'));
}

#[test]
fn long_lines_go_on_below_themselves_at_a_terminal_and_commands_stay_whole() {
    let sandbox = Sandbox::acme();
    let line = "bu move ana.silva@acme.example --to EMEA --configs keep --asset-groups keep --dry-run";
    let shown = at_a_terminal(&sandbox, line);
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    assert!(shown.contains("\n      mara.lindholm@acme.example)"), "{shown}");
    let piped = sandbox.sh(line).ok();
    assert_eq!(piped.split_whitespace().collect::<String>(), shown.split_whitespace().collect::<String>());
    assert!(piped.lines().any(|line| line.chars().count() > 100), "{piped}");
    let args = ["bu", "delete", "EMEA", "--yes"];
    let refused = sandbox.ask(&Script::default(), &args).stderr;
    assert!(refused.contains("`provost user list --filter 'unit=EMEA'`"), "{refused}");
}

#[test]
fn no_word_is_broken_in_any_list_however_narrow_the_screen() {
    let sandbox = Sandbox::acme();
    let color = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    let word = regex::Regex::new("[A-Za-z]{3,}").unwrap();
    let mut lists = 0;
    for (path, command) in crate::examples::verbs() {
        if !command.get_arguments().any(|arg| arg.get_id() == "filter") {
            continue;
        }
        let args: Vec<&str> = path.split(' ').collect();
        let piped = sandbox.run(&args);
        if piped.code != 0 {
            continue;
        }
        lists += 1;
        for width in [80, 60, 40] {
            let terminal =
                provost::cli::Terminal { stdin: true, stdout: true, stderr: true, width: Some(width), height: None };
            let shown = sandbox.start(&[], &args, terminal, &Script::default()).ok();
            let shown = color.replace_all(&shown, "");
            let broken: Vec<_> = word.find_iter(&piped.stdout).map(|word| word.as_str()).collect();
            let broken: Vec<_> = broken.into_iter().filter(|word| !shown.contains(word)).collect();
            let renamed = [
                "role",
                "manager",
                "administrator",
                "auditor",
                "remediation",
                "user",
                "contact",
                "mgr",
                "adm",
                "aud",
                "remed",
            ];
            let broken: Vec<_> =
                broken.into_iter().filter(|word| path != "role matrix" || !renamed.contains(word)).collect();
            assert!(broken.is_empty(), "{path} at {width}: {broken:?}\n{shown}");
            let wide = shown.lines().find(|line| line.chars().count() > width.into());
            let longest = word_lengths(&piped.stdout);
            assert!(wide.is_none() || longest + 30 > width.into(), "{path} at {width}: {wide:?}");
        }
    }
    assert!(lists > 25, "only {lists} lists");
}

fn word_lengths(text: &str) -> usize {
    text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0)
}
