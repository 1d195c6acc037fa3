import type * as Library from 'oidc-provider'

/**
 * The library is loaded on the first visit only. It takes a Node release without an LTS name for an unsupported one and says so on the
 * console; the release this house pins is the one it is tested with, and an operator would look for a fault that is not there.
 */
export async function loadLibrary(): Promise<typeof Library> {
  const { console } = globalThis
  const { warn } = console
  console.warn = () => undefined
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}
