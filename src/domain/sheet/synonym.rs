//! Headers as other systems write them: what they stand for here, as a proposal that somebody confirms.

use super::column::{SheetColumn, find, folded};
use super::row::Layout;
use crate::domain::text::quoted;

/// What columns are called elsewhere that tell who may sign in.
const STATES: &[&str] = &[
    "accountenabled",
    "enabled",
    "disabled",
    "suspended",
    "active",
    "isactive",
    "blocked",
    "blocksignin",
    "blockcredential",
];

/// What columns are called elsewhere, letters and digits alone; where several are there, the first one is meant.
const SYNONYMS: &[(&str, &[&str])] = &[
    (
        "login",
        &[
            "login",
            "loginname",
            "username",
            "userlogin",
            "userprincipalname",
            "upn",
            "primaryemail",
            "account",
            "signinname",
        ],
    ),
    ("first_name", &["firstname", "givenname", "forename", "first", "vorname", "prenom", "nombre"]),
    ("last_name", &["lastname", "surname", "familyname", "last", "sn", "nachname", "nom", "apellido"]),
    ("email", &["email", "emailaddress", "mail", "workemail", "businessemail", "companyemail", "smtpaddress"]),
    ("title", &["title", "jobtitle", "employeetitle", "position", "jobposition", "funktion"]),
    (
        "phone",
        &[
            "phone",
            "workphone",
            "phonework",
            "primaryphone",
            "telephonenumber",
            "telephone",
            "phonenumber",
            "businessphone",
            "officephone",
            "mobilephone",
            "mobile",
            "phonemobile",
            "telefon",
        ],
    ),
    (
        "external_id",
        &[
            "externalid",
            "employeeid",
            "employeenumber",
            "employeeno",
            "personnelnumber",
            "personnelno",
            "personnelid",
            "staffid",
            "staffnumber",
            "workerid",
            "empid",
            "hrid",
        ],
    ),
    (
        "unit",
        &[
            "unit",
            "businessunit",
            "bu",
            "department",
            "division",
            "orgunit",
            "organizationalunit",
            "organisationalunit",
        ],
    ),
    ("time_zone", &["timezone", "tz", "preferredtimezone"]),
    ("address", &["address", "ip", "ipaddress", "ipv4", "ipv4address", "ipaddr", "hostip"]),
    ("name", &["name", "hostname", "host", "computername", "devicename", "servername", "assetname"]),
    ("dns_name", &["dnsname", "fqdn", "dns", "dnshostname"]),
    ("os", &["os", "operatingsystem", "osname", "platform"]),
    ("tags", &["tags", "labels"]),
];

/// Letters and digits of a header, without what says that it is required, and what stands in its brackets.
fn readings(header: &str) -> Vec<String> {
    let bare =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let (outside, inside) = match header.split_once(['[', '(']) {
        Some((outside, rest)) => (outside, rest.split([']', ')']).next().unwrap_or_default()),
        None => (header, ""),
    };
    let outside = outside.trim().trim_end_matches('*');
    let readings = [bare(inside), bare(outside), bare(outside.rsplit([':', '.', '/']).next().unwrap_or_default())];
    readings.into_iter().filter(|reading| !reading.is_empty() && reading != "required").collect()
}

/// The column that a header probably means, and how surely: less is surer.
fn meant(columns: &[SheetColumn], header: &str) -> Option<(&'static str, usize)> {
    let readings = readings(header);
    SYNONYMS.iter().filter(|(ours, _)| columns.iter().any(|column| column.name == *ours)).find_map(|(ours, theirs)| {
        let place = theirs.iter().position(|known| readings.iter().any(|reading| reading == known))?;
        Some((*ours, place))
    })
}

/// How headers are to be read: each that is called otherwise, with our column, or none if it is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Theirs and ours.
    pub columns: Vec<(String, Option<&'static str>)>,
}

impl Proposal {
    /// What the headers of a file probably mean; nothing where all are known, or none is.
    ///
    /// `fits` tells whether what stands below a header may stand in a column of ours.
    pub fn of(layout: &Layout, headers: &[String], mut fits: impl FnMut(usize, &str) -> bool) -> Option<Self> {
        let known = |header: &String| layout.column(header).is_ok();
        let named = headers.iter().filter_map(|header| layout.column(header).ok().flatten());
        let mut taken: Vec<&str> = named.filter_map(|at| layout.columns.get(at)).map(|column| column.name).collect();
        let mut ours: Vec<Option<&'static str>> = headers.iter().map(|_| None).collect();
        let mut guesses: Vec<(usize, usize, &'static str)> = Vec::new();
        for (place, header) in headers.iter().enumerate().filter(|(_, header)| !known(header)) {
            if let Some((column, rank)) = meant(layout.columns, header)
                && fits(place, column)
            {
                guesses.push((rank, place, column));
            }
        }
        guesses.sort_unstable();
        for (_, place, column) in guesses {
            if let Some(free) = ours.get_mut(place).filter(|_| !taken.contains(&column)) {
                *free = Some(column);
                taken.push(column);
            }
        }
        // Where nothing is the login, the e-mail address is.
        let naming = layout.columns.first().map(|column| column.name);
        if naming == Some("login") && !taken.contains(&"login") && !layout.is_filled("login") {
            let mail = |at: usize| ours.get(at).copied().flatten() == Some("email");
            let called_email = |header: &String| folded(header) == "email";
            let place = (0..headers.len()).find(|at| mail(*at)).or_else(|| headers.iter().position(called_email));
            if let Some(free) = place.and_then(|place| ours.get_mut(place)) {
                *free = Some("login");
            }
        }
        let is_any = ours.iter().any(Option::is_some);
        let columns = headers.iter().zip(ours).filter(|(header, ours)| ours.is_some() || !known(header));
        let columns = columns.filter(|(header, _)| !header.trim().is_empty());
        is_any.then(|| Self { columns: columns.map(|(header, ours)| (header.clone(), ours)).collect() })
    }

    /// As flags of `import`.
    pub fn flags(&self) -> String {
        let flag = |(theirs, ours): &(String, Option<&str>)| {
            format!(" --column {}", quoted(format!("{theirs}={}", ours.unwrap_or_default())))
        };
        self.columns.iter().map(flag).collect()
    }

    /// Reads the headers so.
    pub fn apply(&self, layout: &mut Layout) -> crate::domain::Result<()> {
        self.columns.iter().try_for_each(|(theirs, ours)| layout.rename(theirs, *ours))
    }

    /// What is read, and what is not, in a sentence.
    pub fn sentence(&self) -> String {
        let read = self.columns.iter().filter_map(|(theirs, ours)| Some(format!("`{theirs}` as {}", (*ours)?)));
        let left: Vec<String> =
            self.columns.iter().filter(|(_, ours)| ours.is_none()).map(|(theirs, _)| format!("`{theirs}`")).collect();
        let read = read.collect::<Vec<_>>().join(", ");
        let read = (!read.is_empty()).then(|| format!("read {read}"));
        let left = (!left.is_empty()).then(|| format!("not read: {}", left.join(", ")));
        read.into_iter().chain(left).collect::<Vec<_>>().join("; ")
    }

    /// The headers that tell who may not sign in there, and are not read.
    pub fn states(&self) -> impl Iterator<Item = &str> {
        let left = self.columns.iter().filter(|(_, ours)| ours.is_none()).map(|(theirs, _)| theirs.as_str());
        left.filter(|theirs| readings(theirs).iter().any(|reading| STATES.contains(&reading.as_str())))
    }
}

/// How many headers of a line are known here, by their own names or others.
pub fn recognised(columns: &[SheetColumn], headers: &[String]) -> usize {
    let is_known = |header: &&String| find(columns, header).is_ok() || meant(columns, header).is_some();
    headers.iter().filter(is_known).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sheet::column::text;

    const COLUMNS: &[SheetColumn] = &[
        text("login", ""),
        text("first_name", ""),
        text("last_name", ""),
        text("email", ""),
        text("title", ""),
        text("phone", ""),
        text("external_id", ""),
        text("unit", ""),
    ];

    fn proposed(headers: &str) -> String {
        let headers: Vec<String> = headers.split(',').map(str::to_owned).collect();
        Proposal::of(&Layout::new(COLUMNS), &headers, |_, column| column != "unit")
            .map(|proposal| proposal.flags().replace(" --column ", " "))
            .unwrap_or_default()
    }

    #[test]
    fn headers_of_other_systems_are_understood() {
        for (headers, flags) in [
            (
                "First Name [Required],Last Name [Required],Email Address [Required],Work Phone,Department",
                " 'First Name [Required]=first_name' 'Last Name [Required]=last_name' 'Email Address [Required]=login' 'Work Phone=phone' 'Department='",
            ),
            (
                "Name [displayName] Required,User name [userPrincipalName] Required,Job title [jobTitle]",
                " 'Name [displayName] Required=' 'User name [userPrincipalName] Required=login' 'Job title [jobTitle]=title'",
            ),
            ("login,firstName,primaryPhone,mobilePhone", " 'primaryPhone=phone' 'mobilePhone='"),
            ("email,title", " 'email=login'"),
            ("login,title", ""),
            ("a,b", ""),
        ] {
            assert_eq!(proposed(headers), flags, "{headers}");
        }
    }
}
