// What does the panel look like? Its own sheet, which the page around it reaches by custom properties and parts alone.

export const panelStyle = new CSSStyleSheet();

panelStyle.replaceSync(`
:host { display: block; color-scheme: light dark; }
:host([hidden]) { display: none; }
.panel {
  --ink: var(--leian-ink, light-dark(#1c2730, #e4e9ec)); --soft: var(--leian-soft, light-dark(#5a6772, #9caab4));
  --paper: var(--leian-paper, light-dark(#fff, #1a2126)); --line: var(--leian-line, light-dark(#dfe3e6, #323c44));
  --accent: var(--leian-accent, light-dark(#1d5273, #7db8da));
  font: var(--leian-font, 14px/1.6 "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif);
  color: var(--ink); background: var(--paper); display: grid; gap: 16px; overflow-wrap: anywhere;
}
h3, h4, p, ul, ol, dl, dd { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h3 { font-size: 1.05em; padding-bottom: 4px; margin-bottom: 8px; border-bottom: 1px solid var(--line); }
h4 { font-size: 1em; }
a { color: var(--accent); }
small, .quiet { color: var(--soft); font-size: .92em; font-weight: 400; }
h3 small { margin-left: 8px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.badge { display: inline-block; padding: 0 8px; border-radius: 4px; line-height: 1.6; font-size: .88em; background: light-dark(#ebeef0, #29323a); color: light-dark(#46525c, #b4c0c8); }
.badge[data-tone=same] { background: light-dark(#fbeee4, #3a261a); color: light-dark(#8a3d12, #f0b48d); }
.badge[data-tone=follow] { background: light-dark(#e2f2f2, #133033); color: light-dark(#0d5f63, #82cdd0); }
.badge[data-tone=alarm] { background: light-dark(#fce9eb, #411c22); color: light-dark(#a3182c, #f59aa6); }
.badge[data-tone=group] { background: light-dark(#f0eaf9, #2c2340); color: light-dark(#5b3a92, #c6aef0); }
.badge[data-tone=ask] { background: light-dark(#fdf3d4, #362c10); color: light-dark(#775500, #e8c766); }
.badge[data-tone=kind] { background: light-dark(#e6eef7, #1b2c3e); color: light-dark(#27507a, #9cc3ea); }
.verdict { border-left: 4px solid var(--accent); padding: 8px 14px; display: grid; gap: 4px; background: light-dark(#f4f5f6, #151b20); }
.verdict[data-tone=alarm] { border-color: light-dark(#a3182c, #f59aa6); background: light-dark(#fce9eb, #411c22); }
.verdict[data-tone=same] { border-color: light-dark(#8a3d12, #f0b48d); background: light-dark(#fbeee4, #3a261a); }
.verdict[data-tone=ask] { border-color: light-dark(#775500, #e8c766); background: light-dark(#fdf3d4, #362c10); }
.verdict .quiet { color: inherit; }
.verdict-line { display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: baseline; }
.verdict-name { font-size: 1.3em; }
.chips { display: flex; flex-wrap: wrap; gap: 4px; }
.slot { padding: 0 8px; border-radius: 10px; border: 1px solid var(--line); font-size: .92em; }
.slot[data-verdict=agree] { color: light-dark(#1b6338, #8bd3a5); }
.slot[data-verdict=conflict] { color: light-dark(#a3182c, #f59aa6); }
.slot small { color: inherit; }
.matches, .precedents, .demands, .facts { display: grid; gap: 12px; }
.matches li, .precedents li { display: grid; gap: 3px; padding-bottom: 10px; border-bottom: 1px solid var(--line); }
.precedent-top, .decide, .tools { display: flex; flex-wrap: wrap; gap: 6px; align-items: baseline; }
.terms div { display: flex; gap: 8px; }
.terms dt { color: var(--soft); flex: none; }
.supported { margin-bottom: 12px; }
.reply { white-space: pre-wrap; border-left: 3px solid var(--line); padding: 4px 10px; margin-top: 4px; }
summary { cursor: pointer; color: var(--accent); }
.button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 6px; padding: 3px 12px; min-height: 30px; cursor: pointer; }
.button.plain { color: var(--accent); border-color: transparent; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.failed { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; color: light-dark(#a3182c, #f59aa6); }
.loading { display: grid; gap: 8px; }
.loading i { height: 12px; border-radius: 6px; background: light-dark(#ebeef0, #29323a); }
`);
