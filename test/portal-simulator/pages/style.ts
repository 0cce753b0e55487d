/** The look of the pages: calm, large enough for every thumb, the same down to 320 pixels, light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --bg: #f4f6f8; --surface: #fff; --line: #d9dfe6; --control: #6f7c8d; --ink: #18212c; --ink2: #465263;
  --accent: #0b5f6b; --accent-dark: #084852; --accent-ink: #fff; --accent-soft: #e0f0f2;
  --sure: #1f6a3b; --sure-soft: #e0f2e6; --open: #7d4a00; --open-soft: #fdf0da; --gone: #b3261e; --gone-soft: #fbe5e3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #11161c; --surface: #191f27; --line: #2f3843; --control: #8290a1; --ink: #e6ebf1; --ink2: #b0bbc8;
    --accent: #5cc3cf; --accent-dark: #86d6df; --accent-ink: #06282d; --accent-soft: #14353a;
    --sure: #7fcf9a; --sure-soft: #173423; --open: #f0b35a; --open-soft: #3a2c14; --gone: #f2938b; --gone-soft: #431f1d;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--bg); color: var(--ink);
  font: 17px/1.5 Inter, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
}
a { color: var(--accent); text-underline-offset: 3px; }
a:hover { color: var(--accent-dark); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 0 0 .6rem; font-weight: 650; }
h3 { font-size: 1rem; margin: .9rem 0 .3rem; font-weight: 600; color: var(--ink2); }
p { margin: 0 0 .8rem; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--surface); padding: 8px 12px; z-index: 1; }
header { background: var(--surface); border-bottom: 1px solid var(--line); }
.top, header nav, .subject, main, footer { width: 100%; max-width: 960px; margin-inline: auto; padding-inline: 20px; }
.top { display: flex; justify-content: space-between; align-items: center; gap: 8px 16px; flex-wrap: wrap; padding-block: 12px; }
.brand { display: flex; gap: 12px; align-items: center; text-decoration: none; color: var(--ink); font-weight: 650; line-height: 1.2; }
.brand small { display: block; font-weight: 400; font-size: .82rem; color: var(--ink2); }
.mark { display: grid; place-items: center; width: 40px; height: 40px; border-radius: 10px; background: var(--accent); color: var(--accent-ink); font-size: 26px; font-weight: 500; line-height: 1; }
.who { display: flex; align-items: center; gap: 12px; color: var(--ink2); font-size: .95rem; }
header ul, footer ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; }
header nav ul { gap: 0 4px; margin-inline: -12px; }
header nav a { display: block; padding: 10px 12px; text-decoration: none; color: var(--ink2); border-bottom: 3px solid transparent; }
header nav a:hover { color: var(--ink); border-color: var(--line); }
header nav a[aria-current] { color: var(--accent); border-color: var(--accent); font-weight: 600; }
.subject { display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: center; padding-block: 8px; font-size: .95rem; border-top: 1px solid var(--line); }
.subject.child { background: var(--open-soft); }
main { flex: 1; padding-block: 28px 40px; }
section + section, .card + .card, .card + section, form + section { margin-top: 1.2rem; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 20px; margin: 0 0 1rem; }
.narrow { max-width: 520px; }
.narrow h2 { margin-top: 1.4rem; }
.practice { border-style: dashed; }
.practice h2 { margin-top: 0; }
.practice .live { margin: 0; }
.practice .live span { white-space: pre-line; }
.practice .needs { list-style: none; padding: 0; }
.practice .needs button { padding-inline: 0; }
.empty { color: var(--ink2); }
.lead { font-size: 1.15rem; max-width: 34em; }
.welcome { padding: 28px 24px; }
.urgent { color: var(--ink2); border-left: 4px solid var(--gone); padding-left: 12px; }
.row { display: flex; flex-wrap: wrap; gap: 10px 14px; align-items: center; }
.aside { margin: 1rem 0 0; color: var(--ink2); }
button, .button {
  display: inline-block; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; text-align: center;
  padding: 10px 20px; min-height: 46px; border-radius: 8px; border: 1px solid var(--accent); background: var(--accent); color: var(--accent-ink);
}
button:hover, .button:hover { background: var(--accent-dark); border-color: var(--accent-dark); color: var(--accent-ink); }
button.second, .button.second { background: var(--surface); color: var(--accent); }
button.second:hover, .button.second:hover { background: var(--accent-soft); color: var(--accent-dark); }
button.danger { background: var(--surface); color: var(--gone); border-color: var(--gone); }
button.danger:hover { background: var(--gone-soft); color: var(--gone); border-color: var(--gone); }
button.quiet { background: none; border: 0; padding: 6px 4px; min-height: 32px; color: var(--accent); font-weight: 500; text-decoration: underline; text-underline-offset: 3px; }
button.quiet:hover { color: var(--accent-dark); }
.field { margin-bottom: 1.1rem; }
label, legend { font-weight: 600; }
.hint { color: var(--ink2); font-size: .95rem; margin: 0; }
.error { color: var(--gone); font-weight: 600; margin: .2rem 0 0; }
input:not([type=radio], [type=checkbox], [type=hidden]), textarea, select {
  display: block; width: 100%; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--control);
  border-radius: 8px; padding: 10px 12px; min-height: 46px; margin-top: 6px;
}
.wrong input { border: 2px solid var(--gone); }
fieldset { border: 0; padding: 0; margin: 0 0 1rem; min-width: 0; }
fieldset.agree { background: var(--bg); border-radius: 8px; padding: 14px; }
.check { display: flex; gap: 10px; align-items: flex-start; font-weight: 500; padding: 6px 0; }
.check input { width: 22px; height: 22px; margin: 2px 0 0; flex: none; accent-color: var(--accent); }
.notice { display: flex; gap: 10px; border-radius: 8px; padding: 12px 16px; margin-bottom: 1.2rem; font-weight: 500; }
.notice.good { background: var(--sure-soft); color: var(--sure); }
.notice.bad { background: var(--gone-soft); color: var(--gone); }
.live { background: var(--accent-soft); border-radius: 8px; padding: 12px 14px; }
.desk-code { font-size: 2rem; font-weight: 700; letter-spacing: .08em; margin: 0; }
.needs { padding-left: 1.2rem; margin: 0; }
.needs li, .list li { margin: .25rem 0; }
.card.list { padding-left: 2.2rem; }
.visit { display: grid; grid-template-columns: minmax(180px, 240px) 1fr; gap: 0 28px; }
.visit > * { grid-column: 2; }
.visit > .when { grid-column: 1; grid-row: 1 / span 6; }
.visit > :last-child { margin-bottom: 0; }
.when strong { display: block; font-size: 1.15rem; }
.when strong::first-letter, .day h2::first-letter { text-transform: uppercase; }
.when span { font-size: 1.15rem; font-variant-numeric: tabular-nums; color: var(--ink2); }
.visit.narrow { display: block; }
.visit.narrow .when { margin-bottom: .8rem; }
dl { margin: 0 0 .4rem; }
dl > div { display: flex; flex-wrap: wrap; gap: 0 12px; padding: 2px 0; }
dt { color: var(--ink2); min-width: 5.2em; }
dd { margin: 0; flex: 1 1 12em; overflow-wrap: anywhere; }
.facts > div { padding: 8px 0; border-bottom: 1px solid var(--line); }
.facts > div:last-child { border-bottom: 0; }
.facts dt { flex: 0 0 15em; }
.facts + form { margin-top: .8rem; }
.contact { display: flex; flex-wrap: wrap; gap: 4px 12px; margin: 0 0 .3rem; }
.state { display: inline-flex; gap: 8px; align-self: start; justify-self: start; border-radius: 6px; padding: 3px 10px; margin: 0 0 .5rem; font-weight: 600; font-size: .95rem; }
.tag { border-radius: 6px; padding: 1px 8px; font-size: .88rem; font-weight: 600; background: var(--bg); color: var(--ink2); }
.sure { background: var(--sure-soft); color: var(--sure); }
.open { background: var(--open-soft); color: var(--open); }
.gone { background: var(--gone-soft); color: var(--gone); }
.cancelled-you .when, .cancelled-clinic .when { text-decoration: line-through; opacity: .8; }
.tick { color: var(--sure); font-weight: 700; }
summary { cursor: pointer; padding: 8px 0; font-weight: 600; }
details + details { border-top: 1px solid var(--line); }
.past { margin-top: 1.2rem; }
.chooser { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin-bottom: 1.2rem; }
.chooser select { width: auto; flex: 0 1 280px; margin: 0; }
.times { list-style: none; display: flex; flex-wrap: wrap; gap: 8px; padding: 0; margin: 0; }
.times a { display: block; min-width: 76px; text-align: center; padding: 10px 12px; border: 1px solid var(--control); border-radius: 8px; text-decoration: none; font-variant-numeric: tabular-nums; font-weight: 600; }
.times a:hover { background: var(--accent-soft); border-color: var(--accent); }
.channels { display: flex; flex-wrap: wrap; gap: 0 48px; }
.channels fieldset { display: flex; gap: 18px; align-items: center; margin: 0; }
.channels legend { float: left; min-width: 4em; padding: 6px 0; }
.message .meta { display: flex; flex-wrap: wrap; gap: 4px 12px; color: var(--ink2); font-size: .95rem; }
.text { white-space: pre-line; overflow-wrap: anywhere; }
.answer { border-left: 4px solid var(--accent); padding-left: 12px; }
footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 16px 32px; padding-block: 24px 32px; color: var(--ink2); font-size: .95rem; border-top: 1px solid var(--line); }
footer p { margin: 0; }
footer ul { gap: 4px 16px; }
footer [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
@media (max-width: 640px) {
  body { font-size: 16px; }
  .top, header nav, .subject, main, footer { padding-inline: 16px; }
  main { padding-block: 20px 28px; }
  h1 { font-size: 1.5rem; }
  .who .name { display: none; }
  .facts dt { flex-basis: 100%; }
  header nav ul { display: grid; grid-template-columns: repeat(3, auto); margin-inline: -8px; }
  header nav a { padding: 9px 4px; text-align: center; font-size: .95rem; }
  .card { padding: 16px; }
  .visit { display: block; }
  .visit .when { margin-bottom: .6rem; }
  .narrow button:not(.quiet), .row > .button { width: 100%; }
}
@media (max-width: 380px) {
  header nav ul { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .brand { font-size: .95rem; gap: 8px; }
}
@media (prefers-reduced-motion: no-preference) { button, .button, .times a { transition: background-color .12s, border-color .12s; } }
`

/** The mark in the browser's tab. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="10" fill="#0b5f6b"/><path d="M20 10v20M10 20h20" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>'
