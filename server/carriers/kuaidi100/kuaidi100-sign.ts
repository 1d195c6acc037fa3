import { createHash } from 'node:crypto'

const upperMd5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex').toUpperCase()

/** Of a query: over parameters, key and customer number, in this order. */
export const signKuaidi100Query = (param: string, key: string, customer: string): string => upperMd5(param + key + customer)
/** Of a push: over the parameters and the salt given with the subscription. */
export const signKuaidi100Push = (param: string, salt: string): string => upperMd5(param + salt)
/** Of the business interfaces (e-waybill). `t` in milliseconds. */
export const signKuaidi100Business = (param: string, t: string, key: string, secret: string): string =>
  upperMd5(param + t + key + secret)
