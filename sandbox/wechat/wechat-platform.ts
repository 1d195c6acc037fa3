/** The WeChat Store: its interfaces, its pushes and its console. */
import type { OutsidePlatform } from '#sandbox/outside-platform.ts'
import type { World } from '#sandbox/world.ts'
import { afterSaleMethods } from './after-sale-methods.ts'
import { chatMethods } from './chat-methods.ts'
import { handleConsole } from './console-page.ts'
import { deliveryMethods } from './delivery-methods.ts'
import { ewaybillMethods } from './ewaybill-methods.ts'
import { createGateway } from './gateway.ts'
import { goodsMethods } from './goods-methods.ts'
import { orderMethods } from './order-methods.ts'
import { createPusher } from './pusher.ts'
import { DEFAULT_WECHAT_TOKEN } from './shop-keys.ts'
import { createStableTokens } from './stable-tokens.ts'

const GATEWAY = '/wechat'
const CONSOLE = `${GATEWAY}/console`

export function wechatPlatform(world: World): OutsidePlatform {
  if (world.shops.list('wechat').length === 0)
    world.shops.addShop({ name: '掌柜微信小店', platform: 'wechat', session: DEFAULT_WECHAT_TOKEN })
  const chats = chatMethods(world)
  const methods = {
    ...orderMethods(world),
    ...deliveryMethods(world),
    ...afterSaleMethods(world),
    ...goodsMethods(world),
    ...ewaybillMethods(world),
    ...chats.methods,
  }
  const gateway = createGateway(world, methods, createStableTokens(world))
  const pusher = createPusher(world)
  return {
    name: 'wechat',
    gatewayPath: GATEWAY,
    owns: (path) => path.startsWith(`${GATEWAY}/`),
    async handle(request, response, url) {
      if (url.pathname === CONSOLE || url.pathname.startsWith(`${CONSOLE}/`))
        return handleConsole({ world, pusher, sent: chats.sent }, request, response, url)
      return gateway(request, response, url)
    },
    tell: pusher.tell,
    async stop() {
      pusher.stop()
    },
  }
}
