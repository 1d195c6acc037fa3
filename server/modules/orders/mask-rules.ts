/** A receiver as those see it who may not read it in plain. Pure. */
import { maskName, maskPhone } from '#kernel/personal-text.ts'
import type { Receiver } from '#server/platforms/platform.ts'

const hidden = (text: string): string => (text === '' || text.includes('*') ? text : '***')

/** Province, city and district stay; what the platform masked already stays as it masked it. */
export const maskedFields = (receiver: Receiver) => ({
  name: maskName(receiver.name),
  phone: maskPhone(receiver.phone),
  province: receiver.province,
  city: receiver.city,
  district: receiver.district,
  town: hidden(receiver.town),
  address: hidden(receiver.address),
})
