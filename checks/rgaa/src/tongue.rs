//! Which language a text is written in, told by its commonest words.
//!
//! Articles, pronouns and prepositions make up a third to a half of running text, and hardly one of them is common to
//! two languages: a few are enough to name the language, and a text with none of them is left alone. Names, products
//! and technical terms, which travel from one language to the other, weigh nothing.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A language that is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tongue {
    French,
    English,
    German,
    Spanish,
    Italian,
    Dutch,
    Portuguese,
}

/// Each with its code and its commonest words, in lower case; a word may stand in several lists, and then tells less.
const TONGUES: &[(Tongue, &str, &str)] = &[
    (
        Tongue::French,
        "fr",
        "le la les des est une un de du et à au aux en pour dans avec vous votre vos nous notre nos qui que qu sur pas \
         plus par ce cette ces cet ou où il elle ils elles sont ont être avoir sans mais si son sa ses leur leurs tous \
         toutes tout toute comme peut peuvent faire afin aussi très ne se été avant après lors chaque aucun aucune \
         entre sera seront doit doivent veuillez je tu même mes mon ma donc car dont ainsi selon depuis chez ici vers \
         sous l d n s j c y on a avez êtes ai fait cela lorsque puis pendant quel quelle quels quelles",
    ),
    (
        Tongue::English,
        "en",
        "the and of to with for this that you your are is was were be been have has had from which by it its we our \
         not can cannot will if when please their they them there or at as all any about into more these those would \
         could should how what who must may only using an on in a no do does did me he his she her him but so than \
         then such also while where after before because i my us other some again something nothing here now out up just through without between during went s t re ve ll don doesn isn aren",
    ),
    (
        Tongue::German,
        "de",
        "der die das und ist nicht mit für von auf ein eine einen einem einer eines sie werden wird wurde den dem des \
         zu zum zur im sich auch oder bei nach über aus haben hat sind kann können ihre ihr ihren ihrem wir als wie \
         durch diese dieser dieses diesem um bitte noch nur wenn dass keine kein alle mehr es an in war am so was vom \
         er ich du man muss müssen",
    ),
    (
        Tongue::Spanish,
        "es",
        "el los las la del de y con para por una un es se su sus como más pero este esta estos estas está están son al \
         lo usted puede pueden también ha han si sobre cuando sin ser todo todos todas desde hay nos ya muy cada donde \
         qué quien unos unas no en que a o e le les mi tu esto eso entre hasta fue sólo",
    ),
    (
        Tongue::Italian,
        "it",
        "il lo la gli le i di che è per non una un uno con del della delle dei degli dello nel nella nelle nei sono si \
         come anche più ma questo questa questi queste alla alle ai al dal dalla dai essere ha hanno tra se ed o e suo \
         sua loro da in a su sul sulla può cui quando ogni oppure deve l d c",
    ),
    (
        Tongue::Dutch,
        "nl",
        "de het een en van met voor is op niet zijn aan te dat die er worden wordt ook bij naar uit om als maar heeft \
         hebben kan kunnen deze dit u uw je wij we ze hij of door over nog geen dan was meer moet zo tot hun haar wat \
         alle in werd ben bent tijdens onze ons zich",
    ),
    (
        Tongue::Portuguese,
        "pt",
        "o os a as do da dos das de em no na nos nas um uma para com não por que é ao aos à às são mais ou seu sua \
         seus suas como foi pelo pela este esta esse essa você ser também mas já tem até isso e se quando pode podem \
         está sobre entre muito",
    ),
];

/// Codes of languages whose texts may be taken for French, Spanish, Italian or Portuguese.
const ROMANCE: &[&str] = &[
    "an", "ast", "ca", "co", "eo", "ext", "frp", "fur", "gcf", "gcr", "gl", "ht", "ia", "ie", "io", "kea", "la", "lad",
    "lij", "lmo", "mwl", "nap", "nrf", "oc", "pap", "pcd", "pms", "rcf", "rm", "ro", "sc", "scn", "vec", "wa",
];
/// Those for German or Dutch.
const GERMANIC: &[&str] =
    &["af", "als", "bar", "fy", "gsw", "lb", "li", "nds", "pap", "pdc", "stq", "swg", "vls", "yi", "zea"];
/// Those for English.
const ENGLISH: &[&str] = &["bi", "bzj", "gcl", "jam", "pcm", "pis", "sco", "tpi"];

const COUNT: usize = TONGUES.len();

/// How many words of each language a text has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// All its words.
    pub(crate) words: u32,
    /// Those common in a language, shared ones included.
    common: [u32; COUNT],
    /// Those common in that language alone.
    own: [u32; COUNT],
}

impl Tongue {
    /// The language of a code (`fr-FR`), if it is one of those recognised.
    pub(crate) fn of_code(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        TONGUES.iter().find(|(_, code, _)| code.eq_ignore_ascii_case(primary)).map(|&(tongue, ..)| tongue)
    }

    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        TONGUES[self as usize].1
    }

    /// What French and English call it.
    pub(crate) const fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::French => ("français", "French"),
            Self::English => ("anglais", "English"),
            Self::German => ("allemand", "German"),
            Self::Spanish => ("espagnol", "Spanish"),
            Self::Italian => ("italien", "Italian"),
            Self::Dutch => ("néerlandais", "Dutch"),
            Self::Portuguese => ("portugais", "Portuguese"),
        }
    }
}

impl Tongue {
    /// Whether texts in the language of a code, which is none of these, may be taken for this one.
    pub(crate) fn is_near(self, tag: &str) -> bool {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let near = match self {
            Self::French | Self::Spanish | Self::Italian | Self::Portuguese => ROMANCE,
            Self::German | Self::Dutch => GERMANIC,
            Self::English => ENGLISH,
        };
        near.contains(&primary.as_str())
    }
}

impl Tally {
    /// Counts the words of `text`.
    pub(crate) fn add_text(&mut self, text: &str) {
        if text.is_ascii() {
            let words = text.as_bytes().split(|byte| !byte.is_ascii_alphabetic());
            self.add_words(words.filter_map(|word| str::from_utf8(word).ok()));
        } else {
            self.add_words(text.split(|c: char| !c.is_alphabetic()));
        }
    }

    fn add_words<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        for word in words.filter(|word| !word.is_empty()) {
            self.words += 1;
            let Some(mask) = common(word) else { continue };
            for (at, count) in self.common.iter_mut().enumerate() {
                *count += u32::from(mask >> at & 1);
            }
            if mask.is_power_of_two() {
                self.own[mask.trailing_zeros() as usize] += 1;
            }
        }
    }

    /// Adds another's counts.
    pub(crate) fn add(&mut self, other: &Self) {
        self.words += other.words;
        for at in 0..COUNT {
            self.common[at] += other.common[at];
            self.own[at] += other.own[at];
        }
    }

    /// How many of the words are common in `tongue` and no other language.
    pub(crate) fn own(&self, tongue: Tongue) -> u32 {
        self.own[tongue as usize]
    }

    /// How many of the words are common in `tongue`.
    pub(crate) fn common(&self, tongue: Tongue) -> u32 {
        self.common[tongue as usize]
    }

    /// The language, when it leaves no doubt: `least` words and a fifth of all are its commonest, half as many are no
    /// other's, and hardly one is another's.
    pub(crate) fn tongue(&self, least: u32) -> Option<Tongue> {
        let (at, &common) = self.common.iter().enumerate().max_by_key(|(_, common)| **common)?;
        let own = self.own[at];
        let others: u32 = self.own.iter().sum::<u32>() - own;
        let is_clear = common >= least && common * 5 >= self.words && own * 2 >= least && others * 6 < common;
        is_clear.then(|| TONGUES[at].0)
    }
}

/// No word of the lists has more bytes.
const LONGEST: usize = 12;

/// The languages in which `word` is common, one bit each.
fn common(word: &str) -> Option<u8> {
    static WORDS: LazyLock<FxHashMap<&str, u8>> = LazyLock::new(|| {
        let mut words: FxHashMap<&str, u8> = FxHashMap::default();
        for (at, (_, _, list)) in TONGUES.iter().enumerate() {
            for word in list.split_whitespace() {
                *words.entry(word).or_default() |= 1 << at;
            }
        }
        words
    });
    if word.len() > LONGEST {
        return None;
    }
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return WORDS.get(word).copied();
    }
    if !word.is_ascii() {
        return WORDS.get(word.to_lowercase().as_str()).copied();
    }
    // A sentence begins with a capital, and sentences are many.
    let mut lower = [0; LONGEST];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    WORDS.get(str::from_utf8(lower).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tongue_of(text: &str) -> Option<Tongue> {
        let mut tally = Tally::default();
        tally.add_text(text);
        tally.tongue(3)
    }

    #[test]
    fn a_sentence_tells_its_language() {
        for (text, expected) in [
            ("Vous pouvez déposer votre dossier sur le site de la mairie.", Some(Tongue::French)),
            ("You can submit your application on the website of the town hall.", Some(Tongue::English)),
            ("Something went wrong, please try again later or contact the support team.", Some(Tongue::English)),
            ("Sie können Ihren Antrag auf der Website der Stadt einreichen.", Some(Tongue::German)),
            ("Puede presentar su solicitud en el sitio web del ayuntamiento.", Some(Tongue::Spanish)),
            ("È possibile presentare la domanda sul sito della città e nella sede.", Some(Tongue::Italian)),
            ("U kunt uw aanvraag indienen op de website van het gemeentehuis.", Some(Tongue::Dutch)),
            ("Você pode enviar o seu pedido no site da prefeitura com uma senha.", Some(Tongue::Portuguese)),
        ] {
            assert_eq!(tongue_of(text), expected, "{text}");
        }
    }

    #[test]
    fn names_and_doubtful_texts_tell_none() {
        for text in [
            "",
            "GitHub Actions, Docker Compose, Node.js",
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et",
            "Paul put dire comment on tape",
            "Le Lab « Design for the public sector » de la région",
            "Aceptar",
        ] {
            assert_eq!(tongue_of(text), None, "{text}");
        }
    }

    #[test]
    fn codes_are_read_by_their_first_part() {
        assert_eq!(Tongue::of_code("FR-fr"), Some(Tongue::French));
        assert_eq!(Tongue::of_code("br"), None);
        assert!(Tongue::French.is_near("oc") && Tongue::German.is_near("gsw-FR"));
        assert!(!Tongue::English.is_near("ro") && !Tongue::French.is_near("da"));
        assert_eq!(Tongue::French.code(), "fr");
    }
}
