// The Huiyin widget: one <script src="https://…/widget.js" data-form="default"> line gives a page a
// button that opens the form in a frame. Works under a strict Content-Security-Policy: no inline
// style or script, only script-src and frame-src of the Huiyin address. What it knows of the page
// goes to the frame by message, never into an address.
;(() => {
  const script = document.currentScript
  if (!script || window.HuiyinWidget) return
  const home = new URL(script.src).origin
  const { form = 'default', user, signature, version, label, locale, side } = script.dataset
  const WORDS = {
    'zh-CN': ['反馈', '关闭反馈', '反馈表单'],
    'zh-TW': ['意見回饋', '關閉意見回饋', '意見回饋表單'],
    en: ['Feedback', 'Close feedback', 'Feedback form'],
  }
  const spoken = locale || document.documentElement.lang || navigator.language || 'zh-CN'
  const language = WORDS[spoken]
    ? spoken
    : !spoken.startsWith('zh')
      ? 'en'
      : /TW|HK|Hant/.test(spoken)
        ? 'zh-TW'
        : 'zh-CN'
  const [open, close, title] = WORDS[language]

  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  const edge = side === 'left' ? 'left' : 'right'
  sheet.replaceSync(`
    :host { all: initial }
    button { position: fixed; ${edge}: 20px; bottom: 20px; z-index: 2147483000; min-height: 44px;
      padding: 0 20px; border: 0; border-radius: 22px; background: #1d5c63; color: #fff; cursor: pointer;
      font: 500 15px/1.2 system-ui, "Noto Sans SC", sans-serif; box-shadow: 0 4px 16px rgb(0 0 0 / .25) }
    button:hover { background: #164a50 }
    button:focus-visible { outline: 3px solid #1d5c63; outline-offset: 3px }
    iframe { position: fixed; ${edge}: 20px; bottom: 76px; z-index: 2147483000; border: 0;
      width: min(420px, calc(100vw - 40px)); height: min(680px, calc(100vh - 100px));
      border-radius: 12px; background: Canvas; box-shadow: 0 8px 40px rgb(0 0 0 / .3) }
    [hidden] { display: none }
    @media (max-width: 480px) {
      iframe { inset: 0 0 72px; width: 100vw; height: calc(100vh - 72px); border-radius: 0 }
    }
    @media print { button, iframe { display: none } }`)
  root.adoptedStyleSheets = [sheet]

  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = label || open
  button.setAttribute('aria-expanded', 'false')
  let frame = null

  function context() {
    return {
      huiyin: 'context',
      locale: language,
      page: location.origin + location.pathname,
      version: version || undefined,
      user_id: user || undefined,
      signature: signature || undefined,
    }
  }
  function show() {
    if (!frame) {
      frame = document.createElement('iframe')
      frame.title = title
      frame.src = `${home}/feedback/${encodeURIComponent(form)}?frame=1`
      frame.referrerPolicy = 'no-referrer'
      root.insertBefore(frame, button)
    }
    frame.hidden = false
    button.textContent = close
    button.setAttribute('aria-expanded', 'true')
    frame.focus()
  }
  function hide() {
    if (frame) frame.hidden = true
    button.textContent = label || open
    button.setAttribute('aria-expanded', 'false')
    button.focus()
  }
  button.addEventListener('click', () => (frame && !frame.hidden ? hide() : show()))
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && frame && !frame.hidden) hide()
  })
  window.addEventListener('message', (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== home) return
    if (event.data?.huiyin === 'ready') frame.contentWindow.postMessage(context(), home)
    if (event.data?.huiyin === 'close') hide()
  })
  root.append(button)
  const mount = () => document.body.append(host)
  if (document.body) mount()
  else document.addEventListener('DOMContentLoaded', mount)
  window.HuiyinWidget = { open: show, close: hide }
})()
