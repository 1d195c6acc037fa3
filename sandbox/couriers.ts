/** The courier companies the sandbox platform knows, with the form of their waybill numbers. */
import type { Random } from './random.ts'

export type Courier = { id: number; code: string; name: string; numberPattern: RegExp; numberHead: string; numberDigits: number }

export const couriers: readonly Courier[] = [
  { id: 505, code: 'SF', name: '顺丰速运', numberPattern: /^SF\d{13}$/, numberHead: 'SF', numberDigits: 13 },
  { id: 500, code: 'ZTO', name: '中通快递', numberPattern: /^7[3568]\d{12}$/, numberHead: '78', numberDigits: 12 },
  { id: 101, code: 'YTO', name: '圆通速递', numberPattern: /^YT\d{13}$/, numberHead: 'YT', numberDigits: 13 },
  { id: 100, code: 'STO', name: '申通快递', numberPattern: /^77\d{13}$/, numberHead: '77', numberDigits: 13 },
  { id: 102, code: 'YUNDA', name: '韵达快递', numberPattern: /^[34]\d{14}$/, numberHead: '4', numberDigits: 14 },
  { id: 600, code: 'JTSD', name: '极兔速递', numberPattern: /^JT\d{13}$/, numberHead: 'JT', numberDigits: 13 },
  { id: 2, code: 'EMS', name: 'EMS', numberPattern: /^(1[01]\d{11}|E[A-Z]\d{9}CN)$/, numberHead: '11', numberDigits: 11 },
  { id: 3, code: 'POSTB', name: '邮政快递包裹', numberPattern: /^9\d{12}$/, numberHead: '9', numberDigits: 12 },
  { id: 107, code: 'DBKD', name: '德邦快递', numberPattern: /^DPK\d{12}$/, numberHead: 'DPK', numberDigits: 12 },
]

export function findCourier(code: string): Courier | undefined {
  return couriers.find((courier) => courier.code === code)
}

/** A number of the courier's form; `serial` keeps it unique within one sandbox. */
export function makeWaybillNumber(courier: Courier, serial: number, random: Random): string {
  const tail = String(serial).padStart(7, '0')
  return courier.numberHead + random.digits(courier.numberDigits - tail.length) + tail
}
