//! Snippets whose trees are kept beside, to be read.

use std::fmt::Write as _;

use checks_markup::Language;

use crate::tree::show;

fn trees(language: Language, snippets: &[&str]) -> String {
    let mut shown = String::new();
    for snippet in snippets {
        write!(shown, "{snippet}\n\n{}\n────\n", show(language, snippet)).unwrap();
    }
    shown
}

macro_rules! trees {
    ($name:ident, $language:ident, $($snippet:expr),+ $(,)?) => {
        #[test]
        fn $name() {
            insta::with_settings!({ omit_expression => true }, {
                insta::assert_snapshot!(stringify!($name), trees(Language::$language, &[$($snippet),+]));
            });
        }
    };
}

trees!(
    html,
    Html,
    "<!DOCTYPE html>\n<html lang=\"fr\">\n<head><title>Été &amp; hiver</title></head>\n<body>x</body>\n</html>",
    "é<IMG SRC='a.png' alt = \"L&#39;&eacute;t&eacute;\" hidden data-x=1>",
    "<p>a\r\n<img\r\n  alt=\"\"\r\n  src=a.png>\r\n</p>",
    "<ul><li>a<li>b <b>c</b></ul><p>x<p>y<div>z</div>",
    "<table><tr><td>1<td>2<tr><th>3</table>",
    "<select><option>a<option selected>b</select>",
    "<div><span>a</div><b>c</i></b>",
    "<script>if (a < b) { '<img>' }</script><style>a > b {}</style><textarea><img></textarea>",
    "<!-- <img> --><svg viewBox='0 0 1 1'><title/><path d='M0'/><linearGradient id=a /></svg><i class=x />y",
    "<img alt=a alt=b><input value=\"a>b\" disabled><a href=x/>",
    "<my-button Label=x>ok</my-button><Foo-Bar></foo-bar>",
    "<noscript><img src=a></noscript><template><p>x</p></template>",
    "<a href=\"x\"",
    "a < b <3 <> </> </ p>&nbsp;",
    "<h1>a</h2><h2>b</h2>",
    "<td><div>a</td></div>b",
    "<p>{{ name }} <img alt=\"{{ a > b }}\" {{ attrs }}>",
    "<a :href=\"url\" @click.prevent=\"go\" x-text=\"label\"></a><template x-if=\"a\"><b>c</b></template>",
    "<label for=a>Nom<input id=a></label>",
);

trees!(
    jsx,
    Jsx,
    "export const A = () => <img src={src} alt=\"L&apos;été\" />;",
    "const a = <label htmlFor=\"x\" className={'fr-label'} tabIndex={0} hidden aria-hidden={true} title={`a`}>Nom</label>;",
    "<a href={`/p/${id}`} alt={undefined} title={null} data-x={\"a\" + b} {...props}>x</a>",
    "<button {...props} />",
    "<ul>{items.map((item) => <li key={item.id}>{item.name}</li>)}</ul>",
    "<div>{ok && <img src=\"a\" />}{ok ? <b>oui</b> : 'non'}{count}{' '}{\"x\"}{null}{/* <img> */}</div>",
    "<div>\n  Bonjour&nbsp;\n  le monde\n  <b>a</b> b\n</div>",
    "<Button icon={<Icon name=\"a\" />} render={() => <i/>}>Envoyer</Button>",
    "<><h1>a</h1><Menu.Item>b</Menu.Item><motion.div/><my-el/></>",
    "<p dangerouslySetInnerHTML={{ __html: html }} />",
    "<ul>{items.map(function (item) { const i = <i/>; if (item.off) return null; return <li>{i}</li>; })}</ul>",
    "function A() { if (a) { return <b/>; } const x = t(<i/>); return <html lang=\"fr\"><body>{x}{children}</body></html>; }",
    "const a = (x as any)!; const b = <T,>(t: T) => <svg><linearGradient xlinkHref=\"#a\"/></svg>;",
    "é = <img\r\n  alt=\"é\"\r\n  onClick={go} aria-label={'à'} data-n={-1}/>",
    "<a>{(() => { return <b>x</b>; })()}{t('a')}{[<i/>, 'z']}{(<u/>)}</a>",
    "<input value=",
);
