/** Who wants to be told of a parcel's way, and telling them what they have not heard yet. */
import type { Kept } from './state-file.ts'

export type Subscription = {
  service: string
  courier: string
  waybillNumber: string
  url: string
  salt: string
  toldStops: number
}
/** The request that a service sends; its reply is judged by the service. */
export type Callback = { url: string; contentType: string; body: string; isAccepted(reply: string): boolean }
export type MakeCallback = (subscription: Subscription) => Callback

export type TraceCallbacks = {
  subscribe(subscription: Omit<Subscription, 'toldStops'>): 'new' | 'known'
  /** Registers how a service words its callbacks. */
  speak(service: string, make: MakeCallback): void
  /** Sends what is new to whoever waits for it; answers how many were accepted. Refused ones come again with the next round. */
  send(stopCount: (waybillNumber: string) => number): Promise<number>
}

export function createTraceCallbacks(subscriptions: Kept<Subscription>): TraceCallbacks {
  const languages = new Map<string, MakeCallback>()
  return {
    subscribe(wish) {
      const key = `${wish.service} ${wish.waybillNumber}`
      const known = subscriptions.get(key)
      subscriptions.set(key, { ...wish, toldStops: known?.toldStops ?? 0 })
      return known ? 'known' : 'new'
    },
    speak: (service, make) => void languages.set(service, make),
    async send(stopCount) {
      let accepted = 0
      for (const subscription of [...subscriptions.values()]) {
        const stops = stopCount(subscription.waybillNumber)
        const make = languages.get(subscription.service)
        if (!make || stops <= subscription.toldStops) continue
        const { url, contentType, body, isAccepted } = make(subscription)
        const reply = await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body })
          .then((response) => response.text())
          .catch(() => '')
        if (!isAccepted(reply)) continue
        accepted++
        subscriptions.set(`${subscription.service} ${subscription.waybillNumber}`, { ...subscription, toldStops: stops })
      }
      return accepted
    },
  }
}
