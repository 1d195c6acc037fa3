import type { Receiver } from '#server/platforms/platform.ts'

/** Provinces by the name that addresses begin with; the ending (省, 市, 自治区) may be missing. */
const PROVINCES =
  '北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门'
const PROVINCE = new RegExp(
  `^(?:中国\\s*)?((?:${PROVINCES})(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?)[\\s,，]*(.*)$`,
  's',
)
const CITY = /^([^\s,，省市区县]{1,10}?(?:市|自治州|地区|盟))[\s,，]*(.*)$/s
const DISTRICT = /^([^\s,，市区县旗]{1,12}?(?:新区|自治县|自治旗|区|县|市|旗))[\s,，]*(.*)$/s
const TOWN = /^([^\s,，街镇乡路号]{1,12}?(?:街道|镇|乡))[\s,，]+(.*)$/s
const MUNICIPALITY = /^(?:北京|天津|上海|重庆)/

type Region = Pick<Receiver, 'province' | 'city' | 'district' | 'town' | 'address' | 'zip'>

/** Cuts the regions off the head of a Chinese address. What is not recognised stays in `address`: nothing is lost or invented. */
export function splitAddress(text: string): Region {
  const zip = /[（(](\d{6})[)）]\s*$/.exec(text)
  const whole = zip ? text.slice(0, zip.index).trimEnd() : text
  const region: Region = { province: '', city: '', district: '', town: '', address: whole, zip: zip?.[1] ?? '' }
  const province = PROVINCE.exec(whole)
  if (!province) return region
  region.province = province[1] ?? ''
  let rest = province[2] ?? ''
  const take = (pattern: RegExp): string => {
    const match = pattern.exec(rest)
    if (!match) return ''
    rest = match[2] ?? ''
    return match[1] ?? ''
  }
  region.city = take(CITY) || cityWithoutEnding()
  if (!region.city && MUNICIPALITY.test(region.province)) region.city = region.province
  region.district = take(DISTRICT)
  region.town = take(TOWN)
  region.address = rest
  return region

  /** “深圳市福田区” is cut by CITY; “深圳 福田区” by the space. */
  function cityWithoutEnding(): string {
    const match = /^([^\s,，省市区县]{2,8})[\s,，]+(?=[^\s,，]{1,12}[区县市旗])(.*)$/s.exec(rest)
    if (!match) return ''
    rest = match[2] ?? ''
    return match[1] ?? ''
  }
}

/** “姓名，86-手机号，地址” in one cell; null when the cell is no such text. */
export function splitCombined(text: string): { name: string; phone: string; address: string } | null {
  const match = /^([^，,]{1,50})[，,]\s*((?:\+?86-?)?[\d*][\d*\s-]{4,20})[，,]\s*(.+)$/s.exec(text)
  return match ? { name: (match[1] ?? '').trim(), phone: phoneText(match[2] ?? ''), address: (match[3] ?? '').trim() } : null
}

export const phoneText = (text: string) =>
  text
    .trim()
    .replace(/^['‘]/, '')
    .replace(/^\+?86-?(?=[\d*]{11})/, '')
export const isMasked = (receiver: Receiver) =>
  receiver.phone.includes('*') || receiver.name.includes('*') || receiver.address.includes('**')
