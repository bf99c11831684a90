//! A form's builder: `f.label :courriel`, `f.email_field :courriel`, in `form_with … do |f|`.
//!
//! Rails makes the `id` of a field and the `for` of its label alike, from the model and the attribute
//! (<https://guides.rubyonrails.org/form_helpers.html>). The model's part is not known here, so that both are computed,
//! from the same code: the attribute's name. What other builders write by the same methods is not known: where a form
//! names its own, nothing is read.

use std::ops::Range;

use super::{Call, Content, Helper, Source};
use crate::ruby::{self, Value};

/// What a builder's method writes.
#[derive(Clone, Copy)]
pub(super) enum Method {
    Label,
    /// A field of a type; an empty one is for what is no `<input>`.
    Input(&'static str),
    Radio,
    TextArea,
    /// A list, and how many arguments say its choices.
    Select(usize),
    Submit,
    Button,
    /// `simple_form`'s field, without what it writes around.
    Field,
    /// `simple_form`'s field with its label and its hint.
    Wrapped,
}

/// Helpers that write a `<form>` around their block; the first ones give it a builder.
pub(super) const FORMS: &[&str] = &["form_with", "form_for", "simple_form_for", "form_tag"];

/// The method that `name` calls on what is named as builders are: `f.label`, `formulaire.text_field` is not known.
pub(super) fn method(name: &str) -> Option<Method> {
    let (receiver, method) = name.rsplit_once('.')?;
    let is_builder = matches!(receiver, "f" | "ff" | "fb" | "form" | "builder" | "fields")
        || ["_f", "_form", "_fields", "_builder"].iter().any(|end| receiver.ends_with(end) && !receiver.contains('.'));
    if !is_builder {
        return None;
    }
    Some(match method {
        "label" => Method::Label,
        "check_box" | "checkbox" => Method::Input("checkbox"),
        "radio_button" => Method::Radio,
        "text_area" | "textarea" => Method::TextArea,
        "weekday_select" => Method::Select(0),
        "select" | "time_zone_select" => Method::Select(1),
        "collection_select" => Method::Select(3),
        "grouped_collection_select" => Method::Select(5),
        "submit" => Method::Submit,
        "button" => Method::Button,
        "input_field" => Method::Field,
        "input" => Method::Wrapped,
        _ => Method::Input(field_type(method)?),
    })
}

/// The type of the field that a method of a builder writes; the helper of the same name and `_tag` writes one without a
/// model.
pub(super) fn field_type(method: &str) -> Option<&'static str> {
    Some(match method {
        "text_field" => "text",
        "email_field" => "email",
        "password_field" => "password",
        "search_field" => "search",
        "telephone_field" | "phone_field" | "tel_field" => "tel",
        "url_field" => "url",
        "number_field" => "number",
        "date_field" => "date",
        "time_field" => "time",
        "month_field" => "month",
        "week_field" => "week",
        "datetime_field" | "datetime_local_field" => "datetime-local",
        "color_field" => "color",
        "range_field" => "range",
        "file_field" => "file",
        "hidden_field" => "hidden",
        _ => return None,
    })
}

impl<'s> Call<'s> {
    /// The `<form>` of a helper; its attributes are those of its model.
    pub(super) fn form(mut self) -> Option<Helper<'s>> {
        let source = self.context.source;
        // A builder of its own, and what `simple_form` gives every field, may name them.
        let names_fields = self.arguments.iter().any(|argument| {
            let pair = ruby::pair(source, argument.clone());
            pair.is_some_and(|pair| matches!(source.get(pair.key), Some("builder" | "defaults")))
        });
        if names_fields || !self.has_block {
            return None;
        }
        self.arguments.clear();
        let mut start = self.with("form", &[]);
        start.spread();
        Some(Helper { start, content: Content::Nothing, has_block: true })
    }

    /// The element of a builder's method.
    pub(super) fn built(mut self, method: Method) -> Option<Helper<'s>> {
        let mut content = Content::Nothing;
        let start = match method {
            Method::Submit => {
                let value = self.positional().map_or(Source::Computed, Source::Range);
                self.with("input", &[("type", Source::Implied("submit")), ("value", value)])
            }
            Method::Button => {
                // `simple_form`'s `f.button :submit` names a kind of button, not its text.
                let kind = self.arguments.front().and_then(|first| self.context.source.get(first.clone()));
                if kind.is_some_and(|kind| kind.starts_with(':')) {
                    return None;
                }
                // Without a text, the button says what it does to the model.
                content = self.content().unwrap_or(Content::Computed(self.name.clone()));
                if matches!(content, Content::Nothing) {
                    content = Content::Computed(self.name.clone());
                }
                self.with("button", &[("type", Source::Implied("submit"))])
            }
            Method::Label => {
                let target = Source::Part(self.positional()?);
                content = match self.content() {
                    // Of a blank text, Rails makes the usual one.
                    Some(Content::Text(text, _)) if text.trim().is_empty() => Content::Computed(self.name.clone()),
                    None | Some(Content::Nothing) => Content::Computed(self.name.clone()),
                    Some(content) => content,
                };
                // `f.label :accord, value: "oui"` is for one of several.
                self.without("value");
                self.with("label", &[("for", target)])
            }
            Method::Input(of_type) => {
                let name = self.positional()?;
                if of_type == "checkbox" {
                    self.without_values();
                }
                let of_type = ("type", Source::Implied(of_type));
                self.with("input", &[of_type, ("id", Source::Part(name.clone())), ("name", Source::Code(name))])
            }
            Method::Radio => {
                let name = self.positional()?;
                let value = self.positional()?;
                let id = ("id", Source::Code(name.start..value.end));
                let of_type = ("type", Source::Implied("radio"));
                self.with("input", &[of_type, id, ("name", Source::Code(name)), ("value", Source::Range(value))])
            }
            Method::TextArea => {
                let name = self.positional()?;
                content = Content::Computed(self.name.clone());
                self.with("textarea", &[("id", Source::Part(name.clone())), ("name", Source::Code(name))])
            }
            Method::Select(choices) => {
                let name = self.positional()?;
                content = Content::Computed(self.name.clone());
                self.without_choices(choices);
                self.with("select", &[("id", Source::Part(name.clone())), ("name", Source::Code(name))])
            }
            Method::Field => {
                let name = self.positional()?;
                self.simple(false)?;
                let of_type = ("type", Source::Implied("text"));
                self.with("input", &[of_type, ("id", Source::Part(name.clone())), ("name", Source::Code(name))])
            }
            Method::Wrapped => {
                let name = self.positional()?;
                self.simple(true)?;
                let of_type = ("type", Source::Implied("text"));
                self.with("input", &[of_type, ("id", Source::Part(name.clone())), ("name", Source::Code(name))])
            }
        };
        if self.has_block && (start.element.closed || matches!(method, Method::Select(_))) {
            return None;
        }
        if self.has_block {
            content = Content::Nothing;
        }
        Some(Helper { start, content, has_block: self.has_block })
    }

    /// Of a box to tick, leaves out the values that it sends.
    fn without_values(&mut self) {
        let source = self.context.source;
        self.arguments.retain(|argument| {
            !matches!(
                ruby::value(source, argument.clone()),
                Value::Text(..) | Value::True | Value::False | Value::Nil | Value::Partial(..)
            )
        });
    }

    /// Of a list, leaves out what says its choices, and the options of these: the attributes come last.
    fn without_choices(&mut self, choices: usize) {
        let source = self.context.source;
        let is_hash = |argument: &Range<usize>| matches!(ruby::value(source, argument.clone()), Value::Hash(_));
        let is_pair = |argument: &Range<usize>| ruby::pair(source, argument.clone()).is_some();
        for _ in 0..choices {
            if self.arguments.front().is_some_and(|first| !is_hash(first) && !is_pair(first)) {
                self.arguments.pop_front();
            }
        }
        let has_more = self.arguments.len() > 1;
        if has_more && self.arguments.front().is_some_and(is_hash) {
            self.arguments.pop_front();
        }
    }

    /// Leaves out the option `name`, which is no attribute.
    fn without(&mut self, name: &str) {
        let source = self.context.source;
        self.arguments.retain(|argument| {
            ruby::pair(source, argument.clone()).is_none_or(|pair| source.get(pair.key) != Some(name))
        });
    }

    /// Of `simple_form`'s options, leaves those that are attributes of the field. `None` where what is written is no
    /// field, or has its label: with one around, only `label: false` takes it away.
    fn simple(&mut self, is_wrapped: bool) -> Option<()> {
        let source = self.context.source;
        let mut has_label = is_wrapped;
        let mut kept = Vec::new();
        for argument in std::mem::take(&mut self.arguments) {
            let Some(pair) = ruby::pair(source, argument.clone()) else {
                kept.push(argument);
                continue;
            };
            let value = ruby::value(source, pair.value.clone());
            match source.get(pair.key)? {
                "label" => has_label = !matches!(value, Value::False),
                "as" | "collection" | "inline_label" => return None,
                "input_html" => match value {
                    Value::Hash(inner) => kept.extend(ruby::items(source, inner)?),
                    // Something that may name it.
                    _ => return None,
                },
                "placeholder" | "required" | "autocomplete" | "autofocus" | "disabled" | "id" | "title" | "aria" => {
                    kept.push(argument);
                }
                _ if !is_wrapped => kept.push(argument),
                _ => {}
            }
        }
        self.arguments = kept.into();
        (!has_label).then_some(())
    }
}
