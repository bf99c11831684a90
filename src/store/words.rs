//! The few words that columns may hold.

/// An enum that the database holds as a word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// The word in the database and in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl TryFrom<String> for $name {
            type Error = UnknownWord;

            fn try_from(word: String) -> Result<Self, UnknownWord> {
                match word.as_str() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { word, of: stringify!($name) }),
                }
            }
        }

        impl<DB: sqlx::Database> sqlx::Type<DB> for $name
        where
            String: sqlx::Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <String as sqlx::Type<DB>>::type_info()
            }

            fn compatible(ty: &DB::TypeInfo) -> bool {
                <String as sqlx::Type<DB>>::compatible(ty)
            }
        }

        impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for $name
        where
            String: sqlx::Decode<'r, DB>,
        {
            fn decode(value: DB::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                Ok(Self::try_from(String::decode(value)?)?)
            }
        }

        impl<'q, DB: sqlx::Database> sqlx::Encode<'q, DB> for $name
        where
            String: sqlx::Encode<'q, DB>,
        {
            fn encode_by_ref(&self, buffer: &mut DB::ArgumentBuffer) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                self.as_str().to_owned().encode_by_ref(buffer)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// A word that a column must not hold.
#[derive(Debug, thiserror::Error)]
#[error("« {word} » is no {of}")]
pub struct UnknownWord {
    word: String,
    of: &'static str,
}

words! {
    /// What a review looks at.
    ReviewKind {
        /// The head of a pull request, against its merge base.
        PullRequest = "pull_request",
        /// A branch as it stands.
        Branch = "branch",
        /// A merge group of the merge queue.
        MergeGroup = "merge_group",
    }
}

words! {
    /// Whether a review has ended.
    ReviewStatus {
        /// Check runs may be open on GitHub.
        Begun = "begun",
        /// Every check run is concluded.
        Finished = "finished",
    }
}

words! {
    /// GitHub's conclusions of a check run that Vigie gives.
    Conclusion {
        /// Nothing new and wrong.
        Success = "success",
        /// Something new is wrong for sure.
        Failure = "failure",
        /// Said without judging: advice, or an answer was missing.
        Neutral = "neutral",
        /// A newer head came before the end.
        Cancelled = "cancelled",
        /// Nothing here for this check.
        Skipped = "skipped",
        /// It took too long.
        TimedOut = "timed_out",
    }
}

words! {
    /// Whether the change brought a finding.
    FindingState {
        /// The change brings it in.
        New = "new",
        /// It was there before.
        Remaining = "remaining",
    }
}

words! {
    /// Who said whose repository it is; the later in this list wins.
    StartupSource {
        /// The beta.gouv.fr directory names this repository.
        Directory = "directory",
        /// The repository's `.github/vigie.yml` names the startup.
        Settings = "settings",
        /// The operator's override file.
        Override = "override",
    }
}

words! {
    /// Where a job is.
    JobState {
        /// To be run, at once or later.
        Waiting = "waiting",
        /// A worker holds its lease.
        Running = "running",
        /// It failed too often; someone has to look.
        Aside = "aside",
    }
}
