//! Snippets whose trees are kept beside, to be read.

use checks_markup::Language;

use crate::tree::{show, show_file};

fn trees(language: Language, snippets: &[&str]) -> String {
    let shown: Vec<String> =
        snippets.iter().map(|snippet| format!("{snippet}\n\n{}", show(language, snippet))).collect();
    shown.join("\n────\n")
}

fn files(snippets: &[(&str, &str)]) -> String {
    let shown: Vec<String> =
        snippets.iter().map(|(path, text)| format!("{path}\n{text}\n\n{}", show_file(path, text))).collect();
    shown.join("\n────\n")
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

trees!(
    vue,
    Vue,
    "<script setup>\nconst a = '<img>'\n</script>\n\n<template>\n  <img :src=\"a > b ? c : d\" :alt=\"'L\\'été'\" v-if=\"ok\">\n</template>\n\n<style>a > b { x: {{ y }} }</style>\n",
    "<template>\n  <p v-bind=\"attrs\">{{ nom }} — {{ 'texte' }}</p>\n  <template v-slot:a><b/></template>\n  <textarea v-model=\"x\" />\n  <DsfrButton :label=\"t('a')\" icon=\"x\" @click.prevent=\"go\">ok</DsfrButton>\n</template>\n<i18n>{ \"a\": \"<img>\" }</i18n>",
    "<template lang=\"pug\">\nimg(src='a')\np <img>\n</template>\n<script></script>",
    "<template><!-- <template> --><ul><li v-for=\"a in b\" :key=\"a\" v-text=\"a\"/></ul><router-link to=\"/\"><img alt=''></router-link></template>",
    "<template lang=\"pug\">\n.a\n  img(:src=\"url\" :alt=\"'L\\\\'été'\" v-if=\"ok\")\n  DsfrButton(label=\"x\" @click.prevent=\"go\" #default)\n    template(v-slot:a) {{ b }}\n  p(v-text=\"c\")\n  a(v-bind=\"d\"): slot\n</template>\n<style>a > b</style>",
    "<p :class=\"['a']\" :tabindex=\"0\" :[x]=\"y\">{{ a < b }}</p>",
    "<script>export default {}</script>",
    "<template><button :aria-label=\"`é`\" :title='\"x\"' :alt>{{ a }}</button><slot name=\"x\">b</slot></template>",
);

trees!(
    svelte,
    Svelte,
    "<script>\n  let a = { b: '<img>' };\n</script>\n<img {src} alt={b > 1 ? \"x\" : `y`} {...rest}>\n<style>a { b: c }</style>",
    "{#if a > b}<p>é</p>{:else if c}<b/>{:else}<i>z</i>{/if}{#each items as item (item.id)}<li>{item.name}</li>{/each}",
    "<svelte:head><title>{titre}</title><script src=\"a.js\"></script></svelte:head><input bind:value on:click|once={() => { go('}') }} class=\"a {b}\">",
    "<p>{\"texte\"}{' '}{@html \"<img>\"}{/* <img> */}{@const x = '}'}</p><Button label={'é'} /><slot />",
    "{#await p}<a>x</a>{:then v}{v}{/await}{#key x}<b>y</b>{/key}{#snippet s(a)}<u>{a}</u>{/snippet}{@render s(1)}",
    "<div use:action class:active style:color={c} {@attach x} {/* c */} aria-label='l{\"'\"}'>a</div>",
);

trees!(
    angular,
    Angular,
    "<img [src]=\"a > b ? c : d\" [alt]=\"'x'\" [attr.aria-label]=\"l\" *ngIf=\"ok; else no\"><ng-template #no><b>x</b></ng-template>",
    "@if (a > (b)) {\n<p>é {{ 'x' | t }}</p>\n} @else if (c) {<b>y</b>} @else {\n<i>z</i>\n}\nfin { }",
    "<ul>@for (a of b; track a) {<li (click)=\"go('>')\">{{ a }}</li>} @empty {<li>rien</li>}</ul>",
    "@switch (a) { @case ('x') { <a>1</a> } @default { <a>2</a> } }@let b = c;<em>{b}</em>a@b.fr @if x",
    "<p>{n, plural, =0 {aucun} other {<b>{{ n }}</b>}}</p><input [(ngModel)]=\"x\" [value]=\"y\" title=\"{{ a }} b\">",
    "<span [innerHTML]=\"x\"></span><ng-content></ng-content><app-x />t",
    "@defer (on viewport) { <a/> } @placeholder { <b></b> }",
);

trees!(
    erb,
    Erb,
    "<img src=\"<%= image_path(\"a.png\") %>\" alt='<%= t('é') %>'>",
    "<% if a > b %>\n<p>é</p>\n<% elsif c %><b>y</b><% else -%><i>z</i><% end %>fin",
    "<%# <img> %><%% x %><a <%= attrs %> class=\"a <%= b %>\" <% if x %>title=\"t\"<% end %>>t</a>",
    "<%= form_with model: @a do |f| %><%= f.label :x %><input id=a><% end %><% @b.each do |c| -%><li><%= c %></li><% end %>",
    "<% content_for :title, \"x\" %><% if a then b end %><% x = 1\n if x %><p>1</p><% end; if y %><b>2</b><% end %>",
    "<%= yield %><% items.map { |i| %><u>a</u><% } %><script>var a = <%= raw b %>;</script>",
    "<% case x %><% when 1 %><a>1</a><% end # case %><% label = capture do %>z<% end %><em>w</em>",
);

trees!(
    ejs,
    Ejs,
    "<img src=\"<%= src(\">\") %>\" alt=\"\"><%- include('a', { b: '<img>' }) %><%# <img> -%>",
    "<% if (a > b) { %><p>é</p><% } else if (c) { %><b>y</b><% } else { %><i>z</i><% } %>fin",
    "<% items.forEach(function (i) { %><li><%= i %></li><% }); -%><%_ var a = '}'; _%><a>x</a>",
    "<p <% if (a) { %>title=\"b\"<% } %> class=\"c\">{{ vue }}</p>",
);

trees!(
    jinja,
    Jinja,
    "{% extends \"a.html\" %}{% load static %}\n{% block title %}Été{% endblock title %}\n<img src=\"{% static \"a.png\" %}\" alt=\"{{ a|default:\"b\" }}\">",
    "{% if n > 1 %}<p>é</p>{% elif b %}<b>y</b>{% else %}<i>z</i>{% endif %}fin{# <img> #}",
    "<img {% if n > 1 %}alt=\"x\"{% else %}alt=\"\"{% endif %} src=a><option value=1 {% if a == \"b\" %}selected{% endif %}>c</option>",
    "{% if a %}<div class=\"x\">{% else %}<div class=\"y\">{% endif %}<p>t</p></div><b>z</b>",
    "{%- for a in b -%}<li>{{ a }}</li>{%- endfor -%}{% comment %}<img> it's{% endcomment %}{% raw %}{% if %}{{ x }}{% endraw %}{% macro m(a) %}<u></u>{% endmacro %}",
    "<a href=x>{% filter force_escape %}y<img>{% endfilter %}</a><b>{% apply spaceless %}z{% endapply %}</b>",
    "{% trans \"Été\" %}{% blocktrans %}x {{ a }}{% endblocktrans %}{% include \"a.html\" %}{% csrf_token %}{% perso %}<p>a</p>{% endperso %}{% set a = '%}' %}{% with a=b %}<b></b>{% endwith %}",
    "<h{{ n }} class=\"a\">t</h{{ n }}><div {{ attrs }} data-{{ k }}=\"v\" id=\"p-{{ i }}\"></div><title>{% block t %}{% endblock %}</title>",
    "<!-- {% if a %} --><p>x</p><!-- {% endif %} --><p>y</p>{{ 'seul' }}",
    "<input value={{ v }} name={{ n }}><a href=\"{% url 'x' %}\"{% if y %} target=\"_blank\"{% endif %}>z</a>",
    "{% if a %}<a href=x>{% endif %}<img>{% if a %}</a>{% endif %}<p>z",
    "<div{% if a %} class=\"b\"{% endif %}{{ c }}><script{% if d %} nonce=\"e\"{% endif %}>'<p>'</script></div><{{ tag }}{% include 'f' %}>g</{{ tag }}>",
    "<li{{ attributes }}><option{% if a %} selected{% endif %}>b</option></li><{% if c %}a href=\"d\"{% else %}p{% endif %} id=e>f</p>",
    "<div {% if x %}class=\"a\">{% else %}>{% endif %}t</div>{{ jamais",
);

trees!(
    twig,
    Twig,
    "{% block title 'Accueil' %}{% if a %}<p>{{ include('a.html.twig') }}</p>{% endif %}{% set b %}<i></i>{% endset %}{~ x ~}",
    "{% embed 'a' %}{% block b %}<p>x</p>{% endblock %}{% endembed %}<img alt=\"{{ 'a.b'|trans({'%x%': '}}'}) }}\"><twig:Alert :a=\"b\" />{% apply upper %}t{% endapply %}",
    "{{ form_start(form) }}<label for=\"a\">{% trans %}Nom{% endtrans %}</label>{% verbatim %}{{ a }}{% b %}{% endverbatim %}{{ form_end(form) }}",
);

trees!(
    nunjucks,
    Nunjucks,
    "{% asyncEach a in b %}<li>{{ a }}</li>{% endeach %}{% from \"x.njk\" import y %}{{ y({ texte: \"}}\" }) }}{% call f() %}<p>t</p>{% endcall %}<a>z</a>",
);

trees!(
    liquid,
    Liquid,
    "{% assign a = 'b' %}{% case a %}{% when 'b' %}<p>x</p>{% else %}<b></b>{% endcase %}{{ a | img_tag: 'é' }}{% schema %}{\"a\": \"<img>\"}{% endschema %}",
    "{%- unless a -%}<img alt=\"{{ a.alt | escape }}\">{%- endunless -%}{% comment %}<img>{% endcomment %}{# texte #}{% render 'x' %}{% capture t %}y{% endcapture %}",
);

trees!(
    handlebars,
    Handlebars,
    "{{!-- <img> }} --}}{{! <img> }}<img src=\"{{url \"a}}\"}}\" alt=\"{{{b}}}\" {{attrs}}>{{> partial}}{{{body}}}",
    "{{#if a}}<p>é</p>{{else if b}}<b>y</b>{{else}}<i>z</i>{{/if}}{{#each c as |d|}}<li>{{~d~}}</li>{{/each}}{{^e}}<u></u>{{/e}}fin",
    "<option {{#if a}}selected{{/if}}>{{t \"x\"}}</option>\\{{texte}}{{#> layout}}<a>x</a>{{/layout}}<MyComp @a={{b}} ...attributes />",
    "{{{{raw}}}} {{a}} {{{{/raw}}}}{{~#unless a~}}<p></p>{{~/unless~}}<em>z</em>",
);

trees!(
    php,
    Php,
    "<?php\nnamespace A;\nclass B { function c() { return '<img>'; } }\n",
    "<?php if ($a > 1): ?><p>é</p><?php elseif ($b): ?><b>y</b><?php else: ?><i>z</i><?php endif; ?>fin",
    "<img src=\"<?= e($a[\"b\"]) ?>\" alt='<?php echo \"?>\"; ?>' <?php if ($c) { ?>title=\"t\"<?php } ?>>",
    "<?php foreach ($a as $b) { // l'été ?><li><?= $b ?></li><?php } ?><?php get_header(); $x = y(); ?><?php $z = 1; ?><a>x</a>",
    "<?php endif; if ($a) : ?><p>1</p><?php endif ?><?php $t = <<<HTML\n<img> ?> it's\n  HTML; ?><b>z</b>",
    "<a href=x><?php /* traduit */ _e(\"Lire\"); ?></a><p><?php /* rien(); */ $a = 1; ?></p>",
    "<?php while (have_posts()) : the_post(); ?><h2><?php the_title(); ?></h2><?php endwhile; /* ?> */ ?>{{ vue }}<?xml version=\"1.0\"?>",
);

trees!(
    blade,
    Blade,
    "@extends('a')\n@section('title', 'Été')\n@section('content')\n<img src=\"{{ asset(\"a.png\") }}\" alt=\"{!! $b !!}\">{{-- <img> --}}\n@endsection",
    "@if ($a > count($b))<p>é</p>@elseif(c(')'))<b>y</b>@else<i>z</i>@endif fin a@b.fr @@if @click",
    "<option @selected($a) value=\"1\" @if($b) disabled @endif>x</option><a @click.prevent=\"go\" :href=\"u\" x-text=\"t\"></a><x-alert :type=\"$t\" /><x-slot name=\"a\">b</x-slot>",
    "@forelse($a as $b)<li>{{ $b }}</li>@empty<li>rien</li>@endforelse @empty($x)<u></u>@endempty @csrf @include('x') @yield('y') @php $a = '<img>'; @endphp @verbatim {{ a }} @endverbatim",
    "@perso('x')<p>a</p>@endperso @auth<a>b</a>@endauth @{{ vue }}<?php if ($a): ?><em>c</em><?php endif; ?>@error('nom') <span>d</span> @enderror @svg('e')",
);

trees!(
    astro,
    Astro,
    "---\nconst a = '<img>';\n---\n<Layout title=\"é\"><img src={a} {alt} {...rest} class:list={['a']}></Layout>",
    "{a > b && <p>é</p>}{items.map((item) => <li class=\"x {y}\">it's {item}</li>)}{ok ? <b>oui</b> : 'non'}<i>fin</i>",
    "<ul>{items.map((item) => { const x = {}; return (<li><a href={`/${item}`}>{item}</a></li>); })}</ul><>frag<br/></>",
    "<p set:html={x} /><p>{\"texte\"}{/* <img> */}{a}</p><slot /><script is:inline src=\"a.js\"></script><style>a { b: c }</style><input value=`x${y}` title=`t`>",
    "{a.map((b) => b.c < 3 ? <img alt=\"\"> : <><u>x</u><s/></>)}<em>z</em><h1>{t<string>('a')}</h1>",
);

trees!(
    haml,
    Haml,
    "!!!\n%html{ lang: 'fr' }\n  %head\n    %title Été &amp; hiver\n    = csrf_meta_tags\n  %body.a#b\n    #main.fr-container{ class: \"c\" }\n      %p= @nom\n      %img{ src: image_path(\"a.png\"), alt: \"\" }/\n",
    "%input#q.fr-input{ type: \"search\",\n  \"aria-label\" => \"L'été\", # commentaire\n  :placeholder => t('.x'),\n  data: { controller: 'a', turbo_frame: nil, \"b-c\": true }, aria: { describedby: \"d\", hidden: true, expanded: false },\n  disabled: true, required: false, value:, title: \"a #{b} c\" }\n%p après",
    "%a(href=\"/x\" title='y'\n   class=css hidden){ **attrs }[objet]>< Lire\n%b{ attrs }\n%i{ \"#{k}\": 1 }\n%img(alt=\"a #{b}\")\n",
    "- if a\n  %p é\n- elsif b\n  %b y\n- else\n  %i z\nfin\n- items.each do |item|\n  %li= item\n- case x\n- when 1\n  %u\n- case y\n  - when 1\n    %s\n  - else\n    %em",
    "= link_to root_path,\n  class: \"a\" do\n  %span.icone\n  Accueil\n= \"texte\"\n!= raw html\n&= x\n~ y\n== a #{b}\n! <b>c</b>\n= form_with model: @a do |f|\n  = f.label :nom",
    ".a\n  -# commentaire\n    %img\n  / visible\n  /\n    %img\n  /[if IE]\n    %p\n  /![if !IE]\n    %em\n  \\%p texte\n  \\= texte\n  % seul\n  .\n  #{x} et #{\"}\"} <b class=\"#{y}\">gras</b> &eacute;\n  <div\n  id='z'>\n  </div>",
    "%script\n  if (a < b) { '<img>' }\n:javascript\n  const a = '<img>' + #{b};\n\n  x\n:css\n  a > b {}\n:plain\n  <p>\n    <b>x</b>\n  </p>\n:erb\n  <% if a %><i>y</i><% end %>\n:markdown\n  # z\n:inconnu x\n%p fin",
    "%p\n  a |\n    b |\n    c |\n  d\n%my-el\n  %svg(viewBox=\"0 0 1 1\"): x\n%ul\n  %li a\n  %li\n    b\n    %b c\n  %li= d\n%p\n  %div x",
    "---\ntitle: x\n---\n%h1 é\r\n.b\r\n\t%c{d: 1,\r\n\t\te: 2}\r\n\t\tf",
    "%a{ href: \"x\"\n%b{ c: ] } d\n%e texte\n",
    "%a{ class: [\"a\", b], id: %w[c d], \":href\" => \"'x'\", \"@click\": \"go\", \"v-if\": \"y\" }= f 1,\n  2\n%br\n%textarea= z\n%p{ style: { a: 1 } }== t #{u}\n%q& v\n%td{ colspan: 2 }!= w",
);

trees!(
    slim,
    Slim,
    "doctype html\nhtml lang=\"fr\"\n  head\n    title Été &amp; hiver\n    = csrf_meta_tags\n  body.a#b\n    #main.fr-container class=\"c\"\n      p = @nom\n      img src=image_path(\"a.png\") alt=\"\" /\n",
    "input#q.fr-input type=\"search\" aria-label=\"L'été\" placeholder=t('.x') data={controller: 'a', b_c: 1} disabled=true required=false value=nil title=\"a #{b(\"x\")} c\" *attrs\np après",
    "a[href=\"/x\"\n   title='y' hidden\n   class=[\"a\", \"b\"]] Lire\nul: li.x: a(href=y) z\np{id=u} = v\nb == w\n*tag_attrs t\n",
    "- if a\n  p é\n- elsif b\n  b y\n- else\n  i z\n- items.each do |item|\n  li = item\n- case x\n- when 1\n  u\n= link_to root_path,\n  class: \"a\" do\n  span.icone\n  | Accueil\n= \"texte\"",
    "p\n  | Bonjour\n     le <b class=\"#{x}\">monde</b>\n  ' à #{toi}\n  | tous\np Bonjour\n  à tous\n<div class=\"d\">\n  span> e\n  span<> f\n</div>\n/ commentaire\n  img\n/! visible\n/[if IE]\n  p\n",
    "javascript:\n  const a = '<img>';\ncss:\n  a > b {}\nmarkdown:\n  # z\nruby:\n  a = 1\nscript src=\"a.js\"\nscript\n  | '<img>'\nmy-el x\nsvg viewBox=\"0 0 1 1\": path d=x",
    ".a.md:w-1/2@x y\na href=foo(1,\n  2) class=(b ? 'c' : 'd') e\nbutton type=\"button\" @click=\"f\" :title=\"'g'\" v-if=\"h\" i\np a b=\nq [\nr",
);

trees!(
    pug,
    Pug,
    "doctype html\nhtml(lang=\"fr\")\n  head\n    title Été &amp; hiver\n    include styles\n  body.a#b\n    #main.fr-container(class=\"c\")\n      p= nom\n      img(src=image alt=\"\")/\n",
    "input#q.fr-input(type=\"search\", aria-label=\"L'été\"\n  placeholder=t('.x') \"data-a\"='b' disabled required=false\n  title=`a ${b(\"x\")} c`, value=c ? d : 'e', hidden=true, aria-hidden=true, alt=undefined, checked!=f\n  href=\"a\" + b class=['a', b])&attributes(attrs) texte\np après",
    "if a\n  p é\nelse if b\n  b y\nelse\n  i z\neach item, i in items\n  li= item\nelse\n  li rien\ncase x\n  when 'a:b': p a\n  when 1\n    u b\n  default: s c\n- if (d) {\n  em e\n- } else {\n  em f\n- }\n- var g = 1\n-\n  h\nunless i\n  img",
    "extends layout\nblock content\n  +card(\"Titre\", { a: 1 })(class=\"b\").c\n    p d\n  +vide\nmixin card(titre)\n  h2= titre\n  block\nappend scripts\n  script(src=\"a.js\")\nmenu: li.x: a(href=y) z\n#{balise}(a=b) texte\nyield",
    "p\n  | Bonjour #[b(class=\"a]\") le #[i monde]] &eacute;\n  | à #{toi} et !{html} \\#{pas} {{ vue }}\n  span <em>x</em>\n  = \"texte\"\n  != html\np.\n  Un <b>gras</b> et #[+icone(\"x\")]\n  fin\n<div class=\"d\">\n  span e\n</div>\n// visible\n  img\n//- caché\n  img\na #[= x] ]",
    "script.\n  if (a < b) '<img>'\nstyle.\n  a > b {}\nscript(src=\"a.js\")\n:markdown-it\n  # z\nmy-el x\nsvg(viewBox=\"0 0 1 1\"): path(d=x)\nbutton(type=\"button\" @click=\"f\" :title=\"'g'\" v-if=\"h\") i\na(b=\n  c d",
);

trees!(
    heex,
    Heex,
    "<.link navigate={~p\"/é\"} class={[\"a\", @b && \"}\"]} {@rest}>Été</.link><div :if={@a} id=\"x\" phx-click=\"go\" {@b}/>",
    "<:col :let={user} label=\"Nom\">{user.name}</:col><Layouts.app flash={@flash}><img src={~p\"/a.png\"} alt={\"été\"} title={\"a #{@b}\"}></Layouts.app>",
    "<%= if @a > 1 do %><p>é</p><% else %><b>y</b><% end %>fin<%!-- <img> --%><%# <img> %>",
    "<%= for item <- @items do %><li><%= item %></li><% end %><%= case @x do %><% :a -> %><i>a</i><% _ -> %><u>b</u><% end %>",
    "<%= form_for @changeset, \"/a\", fn f -> %><%= text_input f, :nom %><label for=\"a\">Nom</label><% end %>",
    "<input <%= if @a do %>checked<% end %> value=\"<%= @b %>\" class=\"a {b}\"><script>const a = { b: '<p>' };</script>\\{x}{\"texte\"}",
    "<p>{for a <- @b, do: \"}\"}</p><!-- {a} <%= b %> --><a href=\"x\">é</a><.icon name=\"x\" /><svg><linearGradient/></svg>",
);

trees!(
    twirl,
    Twirl,
    "@* é *@\n\n@import a.B\n@(titre: String, a: Option[B])(implicit r: Request)\n@import views.html._\n@main(\"Été\") {\n  <h1>@titre</h1>\n}",
    "@if(a.isDefined && b(\")\")) {<p>é</p>} else if(c) {<b>y</b>} else {<i>z</i>}fin@* <img> *@ a@@b.fr",
    "<ul>@for(item <- items) {<li class=\"a @item.b(c).d e\">@item.name</li>}</ul>@{ val x = {1}; x }<img alt=\"@a\" src='@routes.Assets.at(\"x\")'>",
    "@form(action = routes.A.b()) { f =>\n  @helper.inputText(f(\"nom\"), '_label -> \"Nom\")\n  <input name=a>\n}<u></u>",
    "@a match {\n  case Some(b) => {<p>@b</p>}\n  case None => {<b>c</b>}\n}<i></i>",
    "@titre = {<b>x</b>}@y = @{ 1 + 1 }<style>a { b: c }</style>@panel(\"a\") {<p>1</p>} {<p>2</p>}<s></s>",
    "<script>@if(a) {function b() { return {}; }}</script><p @if(c) {class=\"d\"}>e</p>@f. Fin (@g)",
);

trees!(
    markdown,
    Markdown,
    "---\ntitle: é\n---\n\n# Été & *hiver* {#ete}\n\nUn [lien](/a \"Titre\") et ![une **image**](/a.png) `<img>`.\r\n\r\nSous-titre\n---\n",
    "- é\n- [x] b\n\n1. c\n   <b>d</b>\n\n> cité\n\n---\n\n    <img>\n\n```html\n<img>\n```\n",
    "| é | b |\n|---|---|\n| [c](d) | ![](e.png) |\n",
    "é <img src=\"a\"> \\<b> &eacute; <https://a.fr> <a@b.fr>  \nf [g][h] ![i][h]\n\n[h]: /j\n",
    "<div class=\"é\">\n\n# Titre\n\n<p\n  id=\"a\">x</p>\n\n</div>\n<!-- <img> -->\n",
    "{% if é %}\n## {{ page.titre }} fin\n{% endif %}\n\n![{{ a }}]({{ b }}) [c]({% link d %}) {{< figure src=\"x\" >}}\n\n{{ non\n\nfermé }}\n",
    "+++\ntitle = 'é'\n+++\n<img\nsrc=a>\n\na <b>c\n\nd</b> <script>e < f</script>\n",
);

trees!(
    mdx,
    Mdx,
    "---\ntitle: é\n---\nimport A from 'a';\nexport const b = {\n  c: 1,\n\n  d: '<img>',\n};\n\n# Été {b.c}\n\n<A titre=\"é\" e={f > 1} {...g}>\n\n**gras** {/* <img> */}\n\n</A>\n",
    "<div className=\"a\" style={{ b: 'c' }}><img src={d} alt=\"\" /></div>\n\nexport default ({ a }) => <main>{a}</main>\n\nfin `{g}` \\{h} {\"i\"}\n\n```js\nimport a from {\n```\n\n<Tabs.Item>x</Tabs.Item> <Card/>\n",
    "<label\n  htmlFor=\"é\"\n  onClick={() => {\n    a();\n  }}>\n  Nom\n</label>\n\n{jamais\n\n``a ` b\n",
);

#[test]
fn pages_in_code() {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("pages_in_code", files(&[
            (
                "a.component.ts",
                "import { Component } from '@angular/core';\n@Component({\n  selector: 'a', // template: `é\n  /* template: '<p>' */\n  template: `\r\n    @if (a) {<img [src]=\"b\" alt=\"${C}\">}\n    <p *ngIf=\"d\" (click)=\"e()\">{{ f }} ${G}</p>\n  `,\n  styles: ['p { a: b }']\n})\nclass A {}\n@Component({ templateUrl: './b.html' }) class B {}\n@Component({ template: '<input [(ngModel)]=\"x\">' }) class C {}\n@Component({ template: '<a>' + x }) class D {}",
            ),
            (
                "a.ts",
                "const é = html`<ul class=\"a\" ?hidden=${a} .value=${b} @click=${() => c({})}>${d.map((e) => html`<li>${e}</li>`)}</ul>${f ? html`<b>x</b>` : svg`<path/>`}<i>y</i>`;\nconst g = html`<img>`;",
            ),
            ("a.js", "export default function A() {\n  return <img src=\"é\" />;\n}"),
            ("a.ts", "const a = <B>c; // </B>"),
            ("README.md", "# é\n\n---\n"),
            (
                "a.ex",
                "defmodule A do\n  @doc \"\"\"\n  ~H\"<img>\"\n  \"\"\"\n  @b \"~H|<img>|\"\n  # ~H\"<img>\"\n  def a(assigns) do\n    ~H\"\"\"\n    <p>é {@b}</p>\n    <div>\n    \"\"\"\n  end\n\n  def c(assigns), do: ~H\"<img src={@d}>\"\n  def e(assigns), do: ~H|<a href=\"x\">\"y\"</a>|\nend",
            ),
        ]));
    });
}

trees!(
    rails,
    Erb,
    "<%= image_tag \"logo.svg\" %><%= image_tag @photo.url, alt: \"\", class: [\"a\", b], data: { turbo_frame: 1 } -%><%= image_tag(x, **options) %><%= image_tag x, options %>",
    "<%= link_to \"Accueil\", root_path %> <%= link_to(t(\".a\"), \"/a\", class: \"fr-link\", aria: { label: \"é\" }) %><%= link_to image_tag(\"logo.svg\", alt: \"\"), root_path %><%= link_to nil, x %><%= link_to \"a\", action: \"b\" %><%= link_to \"a\", b if c %><%= link_to(\"a\", b) + d %>",
    "<%= link_to root_path, class: \"a\" do %><span class=\"icone\"></span><% if x %><b>y<% end %><% end %><%= content_tag :div, id: \"c\" do |d| %>e<% end %>f",
    "<%= label_tag :q, \"Recherche\" %><%= search_field_tag :q, params[:q], placeholder: \"x\" %><%= label_tag \"a[b]\" %><%= text_field_tag \"a[b]\", nil, id: \"c\" %><%= text_field_tag :h, nil, id: nil %><%= check_box_tag :d %><%= radio_button_tag :e, 1 %><%= text_area_tag :f %><%= select_tag :g, options %><%= submit_tag \"Envoyer\" %><%= button_tag \"é\", type: \"button\" %><%= button_tag %>",
    "<%= content_tag :h2, \"Titre\", class: \"a\" %><%= content_tag(name, \"x\") %><%= tag.p \"texte\", id: \"b\" %><%= tag.title %><%= tag.attributes(a: 1) %><%= content_tag :\"my-el\", nil %><%= f.label :nom %><%= h.link_to \"a\", b %><a href=\"<%= link_to \"a\", b %>\"><title><%= link_to(\"a\", %></title>",
);

trees!(
    rails_forms,
    Erb,
    "<%= form_with model: @a, class: \"b\" do |f| %><%= f.label :nom %><%= f.text_field :nom, placeholder: \"x\", class: \"c\" %><%= f.label \"age\", \"Âge\" %><%= f.number_field :age, id: \"d\", aria: { label: \"é\" } %><%= f.text_area :e %><%= f.select :g, options, {}, { class: \"h\" } %><%= f.check_box :i, { class: \"j\" }, \"1\", \"0\" %><%= f.radio_button :k, \"l\" %><%= f.hidden_field :m %><%= f.submit %><%= f.button \"Envoyer\" %><%= f.button type: \"button\" do %><i></i><% end %><%= f.label :n do %>é <%= f.file_field :n %><% end %><% end %>o",
    "<%= form_with builder: B do |f| %><%= f.text_field :a %><% end %><%= form_with model: @a %><%= form_tag \"/b\" do %><%= text_field_tag :c %><% end %>",
    "<%= simple_form_for @a do |f| %><%= f.input :b %><%= f.input :c, label: false, placeholder: \"d\", wrapper: :e, input_html: { class: \"g\", aria: { label: \"h\" } } %><%= f.input :i, label: false, as: :hidden %><%= f.input_field :j %><% end %>",
    "<%= f.check_box :a, { class: \"b\" }, \"1\", \"0\" %><%= f.check_box :c, options %><%= f.select :d, [1, 2], { prompt: true }, { title: \"e\" } %><%= f.select :g, h, { prompt: true }, title: \"i\" %><%= f.select(:j, k, l, m) %><%= f.collection_select :n, o, :p, :q, {}, title: \"r\" %><%= f.weekday_select :s, {}, { title: \"t\" } %><%= f.text_area :u, v %>",
    "<%= item.label :a %><%= f.label a, b if c %><%= f.text_field attribute %><%= user_form.url_field :d %><%= f.inconnu :e %><%= f.text_field :g, **h %>",
);

trees!(
    rails_in_haml,
    Haml,
    "= image_tag \"logo.svg\"\n.a= image_tag \"a.png\",\n  alt: \"é\"\n= link_to root_path, class: \"a\" do\n  %span.icone\n= link_to root_path do\n= link_to \"a\", b\n  %p c\n%p Voir #{link_to \"la page\", page_path, target: \"_blank\"}.\n%p <b>#{link_to \"x\", y}</b>\n- if z\n  = label_tag :q do\n    Recherche\n  = text_field_tag :q",
);

trees!(
    rails_in_slim,
    Slim,
    "= image_tag \"logo.svg\"\np = link_to \"a\", b, class: \"c\"\n== content_tag :div do\n  | d #{link_to \"e\", f}\nli = link_to g do\n  span.icone",
);
