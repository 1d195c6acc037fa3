/**
 * The server allows only style tags that carry the word it invented for this page load. antd passes it on to most of its own,
 * but not the libraries beneath it (icons, scroll lock, scroll bar measuring), so every style tag made by our code gets it here.
 * Style tags that come as markup do not pass through here and stay forbidden.
 */
export function carryStyleNonce() {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce
  if (!nonce) return
  const create = document.createElement.bind(document)
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }
}
