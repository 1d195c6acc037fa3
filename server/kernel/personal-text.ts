/** Personal data inside texts: how it is shown to those who may not read it, and how it is kept out of what others say. Pure. */

/** 张三丰 → 张**, whatever the length; what was masked already stays as it is. */
export function maskName(name: string): string {
  if (name.includes('*')) return name
  const [first] = [...name.trim()]
  return first === undefined ? '' : `${first}**`
}

/** 13812341234 → 138****1234; shorter numbers keep their last two digits. */
export function maskPhone(phone: string): string {
  if (phone.includes('*')) return phone
  const digits = phone.trim()
  if (digits.length >= 11) return `${digits.slice(0, 3)}****${digits.slice(-4)}`
  return digits.length <= 2 ? '*'.repeat(digits.length) : `${'*'.repeat(digits.length - 2)}${digits.slice(-2)}`
}

const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/g
/** Mobile numbers in free text, masked; longer numbers (orders, waybills) stay. */
export const withoutPhones = (text: string): string => text.replace(MOBILE, maskPhone)

/** What an outside system said about somebody, without what it repeats of him: neither these values nor mobile numbers. */
export function withoutValues(text: string, values: readonly string[]): string {
  const known = values.filter((value) => value.trim().length > 1)
  return withoutPhones(known.reduce((rest, value) => rest.replaceAll(value, '***'), text))
}
export const withoutReceiver = (text: string, receiver: { name: string; phone: string; address: string }): string =>
  withoutValues(text, [receiver.phone, receiver.address, receiver.name])

type Thrown = { code?: unknown; severity?: unknown }
/** SQLSTATE class 22: the database repeats the value it could not read. */
const repeatsValue = (error: Error): boolean => {
  const { code, severity } = error as Thrown
  return severity !== undefined && typeof code === 'string' && code.startsWith('22')
}

/** An error as it may be written down where personal data does not belong: JSON and the database quote the text they stumbled over. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  if (error instanceof SyntaxError) return 'a text that is no JSON'
  if (repeatsValue(error)) return `a value that the database cannot read (${String((error as Thrown).code)})`
  return withoutPhones(error.message)
}
