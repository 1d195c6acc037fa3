/** In what the print components of the platforms differ; everything else they share with Cainiao's. */

export const COMPONENT_NAMES = ['cainiao', 'pinduoduo', 'douyin'] as const
export type ComponentName = (typeof COMPONENT_NAMES)[number]

export type Dialect = {
  zh: string
  /** Where the real one listens. */
  port: number
  /** The name it is reached by. */
  hostName: 'localhost' | '127.0.0.1'
  /** Its word for the news about a task. */
  newsCommand: 'notifyPrintResult' | 'PrintResultNotify'
  /** Whether news carry the requestID of the print they are about. */
  newsHasRequestId: boolean
  logoKeys: readonly [top: string, bottom: string]
  /** Beside templateURL, encryptedData and signature. */
  needs: readonly string[]
}

export const DIALECTS: Readonly<Record<ComponentName, Dialect>> = {
  cainiao: {
    zh: '菜鸟打印组件',
    port: 13528,
    hostName: 'localhost',
    newsCommand: 'notifyPrintResult',
    newsHasRequestId: true,
    logoKeys: ['needTopLogo', 'needBottomLogo'],
    needs: ['ver'],
  },
  pinduoduo: {
    zh: '拼多多打印组件',
    port: 5000,
    hostName: '127.0.0.1',
    newsCommand: 'PrintResultNotify',
    newsHasRequestId: false,
    logoKeys: ['PrintTopLogo', 'PrintBottomLogo'],
    needs: ['ver'],
  },
  douyin: {
    zh: '抖店打印组件',
    port: 13888,
    hostName: 'localhost',
    newsCommand: 'notifyPrintResult',
    newsHasRequestId: true,
    logoKeys: ['needTopLogo', 'needBottomLogo'],
    needs: ['params'],
  },
}
