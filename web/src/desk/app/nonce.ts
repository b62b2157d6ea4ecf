// The strict Content-Security-Policy takes style elements only with the nonce of this page. Ant Design
// gives it to most of its own, but not to its variables and scroll-bar rules: so every style element
// that is made gets it. Imported before anything that makes one.

export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content

if (nonce) {
  const create = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }) as typeof document.createElement
}
