//! What a field asks its user for, by the tokens of `autocomplete` and by the words that developers and pages use.
//!
//! Tokens: <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill>, the list that WCAG 2.1
//! (1.3.5) and RGAA 11.13 refer to.

/// Purposes that stand alone.
const PLAIN: &[&str] = &[
    "additional-name",
    "address-level1",
    "address-level2",
    "address-level3",
    "address-level4",
    "address-line1",
    "address-line2",
    "address-line3",
    "bday",
    "bday-day",
    "bday-month",
    "bday-year",
    "cc-additional-name",
    "cc-csc",
    "cc-exp",
    "cc-exp-month",
    "cc-exp-year",
    "cc-family-name",
    "cc-given-name",
    "cc-name",
    "cc-number",
    "cc-type",
    "country",
    "country-name",
    "current-password",
    "family-name",
    "given-name",
    "honorific-prefix",
    "honorific-suffix",
    "language",
    "name",
    "new-password",
    "nickname",
    "one-time-code",
    "organization",
    "organization-title",
    "photo",
    "postal-code",
    "sex",
    "street-address",
    "transaction-amount",
    "transaction-currency",
    "url",
    "username",
];

/// Purposes that `home`, `work`, `mobile`, `fax` or `pager` may stand before.
const CONTACT: &[&str] = &[
    "email",
    "impp",
    "tel",
    "tel-area-code",
    "tel-country-code",
    "tel-extension",
    "tel-local",
    "tel-local-prefix",
    "tel-local-suffix",
    "tel-national",
];

/// What developers and pages call the data of a person, letters and digits only, in French and English. Words that
/// mean as well something else than the person's own (« nom » of a project) are told by [`Word::Vague`].
const WORDS: &[(&str, &str)] = &[
    ("addressline1", "address-line1"),
    ("addressline2", "address-line2"),
    ("adressedecourriel", "email"),
    ("adressedemessagerie", "email"),
    ("adresseelectronique", "email"),
    ("adresseemail", "email"),
    ("adressemail", "email"),
    ("birthdate", "bday"),
    ("birthday", "bday"),
    ("civilite", "honorific-prefix"),
    ("codepostal", "postal-code"),
    ("courriel", "email"),
    ("courrielelectronique", "email"),
    ("currentpassword", "current-password"),
    ("dateanniversaire", "bday"),
    ("datedenaissance", "bday"),
    ("datenaissance", "bday"),
    ("dateofbirth", "bday"),
    ("email", "email"),
    ("emailaddress", "email"),
    ("familyname", "family-name"),
    ("firstname", "given-name"),
    ("fname", "given-name"),
    ("fullname", "name"),
    ("givenname", "given-name"),
    ("lastname", "family-name"),
    ("lname", "family-name"),
    ("mail", "email"),
    ("motdepasse", "current-password"),
    ("nomcomplet", "name"),
    ("nomdefamille", "family-name"),
    ("nometprenom", "name"),
    ("nomprenom", "name"),
    ("nomutilisateur", "username"),
    ("nomdutilisateur", "username"),
    ("nouveaumotdepasse", "new-password"),
    ("newpassword", "new-password"),
    ("numerodeportable", "tel"),
    ("numerodetelephone", "tel"),
    ("numerotelephone", "tel"),
    ("password", "current-password"),
    ("phone", "tel"),
    ("phonenumber", "tel"),
    ("postalcode", "postal-code"),
    ("postcode", "postal-code"),
    ("prenom", "given-name"),
    ("prenometnom", "name"),
    ("prenomnom", "name"),
    ("prenoms", "given-name"),
    ("surname", "family-name"),
    ("tel", "tel"),
    ("telephone", "tel"),
    ("telephonenumber", "tel"),
    ("telephoneportable", "tel"),
    ("username", "username"),
    ("zip", "postal-code"),
    ("zipcode", "postal-code"),
];

/// Words that name a person's data only among other fields of a person.
const VAGUE: &[(&str, &str)] = &[
    ("address", "street-address"),
    ("adresse", "street-address"),
    ("adressepostale", "street-address"),
    ("city", "address-level2"),
    ("commune", "address-level2"),
    ("country", "country-name"),
    ("identifiant", "username"),
    ("login", "username"),
    ("mobile", "tel"),
    ("name", "name"),
    ("nom", "family-name"),
    ("organisation", "organization"),
    ("organization", "organization"),
    ("pays", "country-name"),
    ("portable", "tel"),
    ("rue", "address-line1"),
    ("street", "address-line1"),
    ("ville", "address-level2"),
];

/// A purpose that words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// This one.
    Plain(&'static str),
    /// This one, if the field is about the user.
    Vague(&'static str),
}

impl Word {
    /// The token for `autocomplete`.
    pub(crate) const fn token(self) -> &'static str {
        match self {
            Self::Plain(token) | Self::Vague(token) => token,
        }
    }
}

/// What `autocomplete` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Autofill<'a> {
    /// Nothing, or only whether to fill in (`on`, `off`).
    Switch,
    /// This purpose, of the list.
    Purpose(&'static str),
    /// This word is of no list, or stands where it may not.
    Wrong(&'a str),
}

/// Reads the value of `autocomplete` (HTML, « autofill detail tokens »).
pub(crate) fn autofill(value: &str) -> Autofill<'_> {
    let mut words: Vec<&str> = value.split_ascii_whitespace().collect();
    let is = |word: &str, names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    match words.as_slice() {
        [] => return Autofill::Switch,
        [only] if is(only, &["on", "off"]) => return Autofill::Switch,
        _ => {}
    }
    if words.len() > 1 && words.last().is_some_and(|last| is(last, &["webauthn"])) {
        words.pop();
    }
    let mut rest = words.as_slice();
    let mut skip = |may_skip: &dyn Fn(&str) -> bool| {
        let skips = rest.len() > 1 && may_skip(rest[0]);
        if skips {
            rest = &rest[1..];
        }
        skips
    };
    skip(&|word| word.get(..8).is_some_and(|head| head.eq_ignore_ascii_case("section-")));
    skip(&|word| is(word, &["shipping", "billing"]));
    let is_contact = skip(&|word| is(word, &["home", "work", "mobile", "fax", "pager"]));
    let find = |names: &'static [&'static str], word: &str| names.iter().find(|name| name.eq_ignore_ascii_case(word));
    let Some((&first, more)) = rest.split_first() else { return Autofill::Switch };
    let plain = if is_contact { None } else { find(PLAIN, first) };
    match (plain.or_else(|| find(CONTACT, first)), more.first()) {
        (Some(purpose), None) => Autofill::Purpose(purpose),
        (Some(_), Some(after)) => Autofill::Wrong(after),
        (None, _) => Autofill::Wrong(first),
    }
}

/// The purpose that a word of code or of a label tells: `first_name`, `user[email]`, « Votre adresse électronique * ».
pub(crate) fn purpose_of(words: &str) -> Option<Word> {
    if words.len() > 80 {
        return None;
    }
    let last =
        words.trim_end_matches([']', ')', '"', '\'']).rsplit(['[', '.', '(']).find(|part| !part.trim().is_empty())?;
    let words = if words.contains(' ') { words } else { last };
    let plain = fold(words);
    let heads = ["votre", "vos", "your", "user", "id", "contact", "my", "mon", "ma"];
    let tails = ["obligatoire", "requis", "required", "facultatif", "optionnel", "optional", "input", "field"];
    let bare = tails.iter().find_map(|tail| plain.strip_suffix(tail)).unwrap_or(&plain);
    let bare = heads.iter().find_map(|head| bare.strip_prefix(head).filter(|rest| rest.len() > 2)).unwrap_or(bare);
    let find = |list: &'static [(&str, &str)]| {
        list.iter().find(|(word, _)| *word == bare || *word == plain).map(|(_, token)| *token)
    };
    find(WORDS).map(Word::Plain).or_else(|| find(VAGUE).map(Word::Vague))
}

/// Letters and digits, in lower case, without accents.
pub(crate) fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            'à' | 'â' | 'ä' => Some('a'),
            'ç' => Some('c'),
            'è' | 'é' | 'ê' | 'ë' => Some('e'),
            'î' | 'ï' => Some('i'),
            'ô' | 'ö' => Some('o'),
            'ù' | 'û' | 'ü' => Some('u'),
            c => c.is_alphanumeric().then_some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_in_html_s_order() {
        for (value, expected) in [
            ("", Autofill::Switch),
            (" OFF ", Autofill::Switch),
            ("email", Autofill::Purpose("email")),
            ("section-a shipping work Email", Autofill::Purpose("email")),
            ("username webauthn", Autofill::Purpose("username")),
            ("badname", Autofill::Wrong("badname")),
            ("work photo", Autofill::Wrong("photo")),
            ("tel home", Autofill::Wrong("home")),
            ("name section-a", Autofill::Wrong("section-a")),
            ("home", Autofill::Wrong("home")),
            ("on off", Autofill::Wrong("on")),
        ] {
            assert_eq!(autofill(value), expected, "{value}");
        }
    }

    #[test]
    fn words_tell_purposes_in_both_languages() {
        for (words, expected) in [
            ("first_name", Some(Word::Plain("given-name"))),
            ("user[email]", Some(Word::Plain("email"))),
            ("contact.phoneNumber", Some(Word::Plain("tel"))),
            ("Votre adresse électronique *", Some(Word::Plain("email"))),
            ("Prénom (obligatoire)", Some(Word::Plain("given-name"))),
            ("Nom", Some(Word::Vague("family-name"))),
            ("id_ville", Some(Word::Vague("address-level2"))),
            ("Nom du projet", None),
            ("identifiant", Some(Word::Vague("username"))),
            ("q", None),
            ("[]", None),
        ] {
            assert_eq!(purpose_of(words), expected, "{words}");
        }
    }
}
