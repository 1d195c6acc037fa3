/** A waybill as a print component wants it. Pure. */
import type { PRINT_COMPONENTS } from '#contract/closed-lists.ts'
import type { Sender } from '#server/carriers/carrier.ts'

export type PrintComponentName = (typeof PRINT_COMPONENTS)[number]
export type ComponentContent = Record<string, unknown>

export const COMPONENT_NAMES: Record<PrintComponentName, { zh: string; en: string; hostName: string }> = {
  cainiao: { zh: '菜鸟打印组件', en: 'Cainiao print component', hostName: 'localhost' },
  pinduoduo: { zh: '拼多多打印组件', en: 'Pinduoduo print component', hostName: '127.0.0.1' },
  douyin: { zh: '抖店打印组件', en: 'Douyin print component', hostName: 'localhost' },
}

/**
 * The platform's own document is passed on unread: only its component can open what is encrypted in it. Added to it is the sender, whom
 * the platform leaves out. null = this is no document of a platform. There is no second content for the shop's own area: a component
 * draws it from a template that the platform keeps under an address of its own, and ours is arranged here and known to no platform.
 */
export function componentContents(
  component: PrintComponentName,
  printPayload: string,
  sender: Sender,
  /** What its interface signs for the moment (`printParams`); '' where it signs nothing. */
  params = '',
): ComponentContent[] | null {
  const document = objectIn(printPayload)
  if (document === null) return null
  const { templateURL = document.templateUrl, ...rest } = document
  if (typeof templateURL !== 'string' || templateURL === '') return null
  const isEncrypted = typeof rest.encryptedData === 'string'
  if (!isEncrypted && objectOf(rest.data) === null) return null
  const own = objectOf(rest.addData) ?? {}
  if (!isEncrypted) return [{ ...rest, templateURL }]
  const signed = params === '' ? {} : { params }
  return [{ ...rest, templateURL, ...signed, addData: { ...senderData(component, sender), ...own } }]
}

function senderData(component: PrintComponentName, { name, phone, province, city, district, address }: Sender): ComponentContent {
  if (component === 'douyin') {
    const place = { provinceName: province, cityName: city, districtName: district, detailAddress: address }
    return { senderInfo: { address: place, contact: { name, mobile: phone } } }
  }
  return { sender: { name, mobile: phone, phone, address: { province, city, district, detail: address } } }
}

const objectOf = (value: unknown): ComponentContent | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ComponentContent) : null

function objectIn(text: string): ComponentContent | null {
  try {
    return objectOf(JSON.parse(text))
  } catch {
    return null
  }
}
