/** Where Pinduoduo answers. Its own gateways have login and messages on other hosts; any other gateway (the sandbox, a proxy) serves them itself. */
const PLATFORM_GATEWAY = /^https?:\/\/[^/]*\.(?:pinduoduo|yangkeduo)\.com(?::\d+)?(?:\/|$)/
const ROUTER = '/api/router'
const LOGIN = '/service-market/auth'

const baseOf = (gatewayUrl: string): string => gatewayUrl.replace(/\/+$/, '').replace(/\/api\/router$/, '')

/** A base address or the whole endpoint, either is accepted in a setting. */
export const routerUrl = (gatewayUrl: string): string => baseOf(gatewayUrl) + ROUTER

export function loginUrl(gatewayUrl: string): string {
  return PLATFORM_GATEWAY.test(gatewayUrl) ? `https://fuwu.pinduoduo.com${LOGIN}` : baseOf(gatewayUrl) + LOGIN
}

/** Below which the paths of the message socket lie. */
export function messageBase(gatewayUrl: string): string {
  return PLATFORM_GATEWAY.test(gatewayUrl) ? 'wss://message-api.pinduoduo.com' : baseOf(gatewayUrl).replace(/^http/, 'ws')
}
