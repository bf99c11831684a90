//! Every element and every value stands where its author wrote it, in the languages whose nesting is their indentation.

use checks_markup::{Document, File, Language, Value};

/// Each element's `title` says the line and column of the element; each text is what stands at its span.
fn assert_told(language: Language, source: &str, count: usize) {
    let document = Document::parse(source.into(), language);
    let file = File::new(language.example_path(), source);
    let mut told = 0;
    for (_, element) in document.elements() {
        let start = file.position(element.tag_span.start);
        assert_eq!(element.text("title"), Some(format!("{}:{}", start.line, start.column).as_str()), "{element:?}");
        told += 1;
        for attribute in &element.attributes {
            let Value::Text { text, span } = &attribute.value else { continue };
            assert_eq!(document.source(*span), text.as_str(), "{attribute:?}");
            let name = document.source(attribute.name_span);
            assert!(attribute.name.ends_with(name) || matches!(name, "." | "#"), "{attribute:?}");
        }
    }
    assert_eq!(told, count, "{source}");
}

#[test]
fn haml() {
    let source = "\
!!!
%main#a.b{ title: '2:1' }
  -# é
  - if \"é\"
    %p(title=\"5:5\"
       lang=\"fr\")= é
    .c{ :title => \"7:5\",
      \"aria-label\" => 'é', # é
      data: { d: 'e',
        f: \"g\" } } é <b title='10:22'>é</b>
  - else

\t\u{20}
    é <i
    title='14:7'>é #{x} <em title='15:25'>
    </em></i>
  :plain
    <u title='18:5'>
  |
  = f g,
    h do
    %s{title: '22:5'}
  a |
    <q title='24:5'> |
";
    assert_told(Language::Haml, source, 9);
    assert_told(Language::Haml, &source.replace('\n', "\r\n"), 9);
}

#[test]
fn slim() {
    let source = "\
doctype html
main#a.b title='2:1'
  / é
  - if \"é\"
    p[title=\"5:5\"
      lang=\"fr\"] = é
    .c title=\"7:5\" aria-label='é' d=e('é',
      'f') g='h' é <b title='8:20'>é</b>
      é <i title='9:9'>é</i>
  - else

    | é
      <em title='13:7'>é</em>
    <u title='14:5'>
    ul title='15:5': li.j title='15:22': a title='15:42' k
";
    assert_told(Language::Slim, source, 10);
    assert_told(Language::Slim, &source.replace('\n', "\r\n"), 10);
}

#[test]
fn pug() {
    let source = "\
doctype html
main#a.b(title='2:1')
  //- é
  if \"é\"
    p(title=\"5:5\"
      lang=\"fr\",
      c=d ? 'é' : 'f')= é
    .g(title=\"8:5\" aria-label='é') é <b title='8:38'>é</b> #[i(title=\"8:62\") é]
  else

    | é
    | <em title='12:7'>é</em>
    <u title='13:5'>
    ul(title='14:5'): li.j(title='14:23'): a(title='14:44') k
    p(title='15:5').
      é <s title='16:9'>é</s>
";
    assert_told(Language::Pug, source, 12);
    assert_told(Language::Pug, &source.replace('\n', "\r\n"), 12);
}

#[test]
fn pug_in_vue() {
    let source = "<script>é</script>\n<template lang='pug'>\n  p(title='3:3'\n    :lang=\"a\") é\n    b(title='5:5')\n</template>\n";
    assert_told(Language::Vue, source, 2);
}
