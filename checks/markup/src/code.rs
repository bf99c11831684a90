//! Template code: where it stands and what it does to the page.

/// A stretch of template code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Code<'s> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it does.
    pub kind: CodeKind<'s>,
}

/// What template code does to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeKind<'s> {
    /// It puts something there: an expression's result, a partial, a block that others may fill.
    Output,
    /// It puts nothing there.
    Statement,
    /// It is a comment, or a region whose content is no page.
    Comment,
    /// It is of another language, or stands outside the page: as if it were not there.
    Outside,
    /// It begins a block that `End` of the same name ends.
    Begin {
        /// The block's name; empty where blocks end without one (`<% end %>`, `}`).
        name: &'s str,
        /// Whether the block decides if its content is there.
        conditional: bool,
        /// Whether the block may be filled by something else than its content.
        output: bool,
    },
    /// It begins another branch of the innermost block.
    Middle,
    /// It ends a block.
    End {
        /// The block's name; empty for the innermost.
        name: &'s str,
    },
    /// It ends and begins several blocks without names (`<?php endif; if ($b): ?>`).
    Flow {
        /// Blocks ended, first.
        ends: u8,
        /// Blocks begun, then.
        begins: u8,
    },
}

impl CodeKind<'_> {
    /// Whether it may put text, attributes or elements where it stands.
    pub(crate) fn is_output(self) -> bool {
        matches!(self, Self::Output | Self::Begin { output: true, .. })
    }

    /// Whether what stands around it in a start tag is no longer certain.
    pub(crate) fn opens_tag(self) -> bool {
        !matches!(self, Self::Comment | Self::Outside)
    }
}
