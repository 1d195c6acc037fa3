/** What can be said of a receiver without keeping it: what lacks, what is doubled, how it is shown, what makes it the same. Pure. */
import { maskName, maskPhone } from '#kernel/personal-text.ts'
import type { Receiver } from '#server/platforms/platform.ts'

export type ReceiverFlaws = { missing: string[]; doubled: string[] }

const REQUIRED = ['name', 'phone', 'province', 'city', 'address'] as const
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/g
/** A mobile number, or a landline with its area code. */
const PHONE_NUMBER = /(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)/g
/** "浙江省…市" or "…市…区": the beginning of a full address. */
const ADDRESS_HEAD =
  /(?:[\p{Script=Han}]{2,8}(?:省|自治区)[\p{Script=Han}]{2,10}(?:市|州|盟|地区))|(?:(?:北京|上海|天津|重庆)市[\p{Script=Han}]{1,6}[区县])/gu
/** Words with which people write a second address into the first. */
const SECOND_ADDRESS = /或者?(?:寄|送|发)|(?:地址|收货地)[二2][:：]|另一?个?地址/u

export function receiverFlaws(receiver: Receiver): ReceiverFlaws {
  const missing = REQUIRED.filter((field) => receiver[field].trim() === '')
  const doubled: string[] = []
  if (new Set(receiver.phone.match(PHONE_NUMBER) ?? []).size > 1) doubled.push('phone')
  const mobiles = receiver.address.match(MOBILE) ?? []
  const isSecondPhone = mobiles.some((mobile) => !receiver.phone.includes(mobile) && !receiver.phone.includes('*'))
  if (isSecondPhone && !doubled.includes('phone')) doubled.push('phone')
  const heads = receiver.address.match(ADDRESS_HEAD) ?? []
  if (heads.length > 1 || SECOND_ADDRESS.test(receiver.address)) doubled.push('address')
  return { missing, doubled }
}

/** What a list shows: 张**, 138****1234, 浙江省杭州市西湖区***. */
export function maskedReceiver(receiver: Receiver): string {
  const city = receiver.city === receiver.province ? '' : receiver.city
  const district = receiver.district === receiver.city ? '' : receiver.district
  const area = `${receiver.province}${city}${district}`
  const street = receiver.town + receiver.address === '' ? '' : '***'
  return [maskName(receiver.name), maskPhone(receiver.phone), `${area}${street}`].filter((part) => part !== '').join(', ')
}

/** Full-width to half-width, no blanks or punctuation, no case. */
const squeezed = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '')

/**
 * The text whose keyed fingerprint says "same receiver" where the platform has no handle of its own; '' when it cannot be said: a
 * masked or incomplete receiver is nobody in particular.
 */
export function receiverIdentity(receiver: Receiver, isMasked: boolean): string {
  const parts = [
    receiver.name,
    receiver.phone,
    receiver.province + receiver.city + receiver.district + receiver.town + receiver.address,
  ]
  if (isMasked || parts.some((part) => part.trim() === '' || part.includes('*'))) return ''
  return parts.map(squeezed).join('|')
}
