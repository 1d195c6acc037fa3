/** Runs the sandbox alone: node sandbox/main.ts [--port 8090] [--seed 1] [--orders-per-minute 0] [--state FILE] */
import { parseArgs } from 'node:util'
import { sandboxDirectoryApp } from './directory.ts'
import { sandboxDouyinApp } from './douyin/app.ts'
import { startOrderStream } from './order-stream.ts'
import { startSandbox } from './sandbox.ts'
import { DEFAULT_SESSION, sandboxApp } from './shops.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8090' },
    host: { type: 'string', default: '127.0.0.1' },
    seed: { type: 'string', default: '1' },
    'orders-per-minute': { type: 'string', default: '0' },
    state: { type: 'string' },
  },
})
const perMinute = Number(values['orders-per-minute'])
const sandbox = await startSandbox({
  port: Number(values.port),
  host: values.host,
  seed: Number(values.seed),
  stateFile: values.state,
})
const stopStream = perMinute > 0 ? startOrderStream(sandbox.control, perMinute) : () => {}

console.log(`沙箱控制台 Control page  ${sandbox.url}/`)
console.log(`平台网关 Gateway          ${sandbox.gatewayUrl}`)
console.log(`授权 OAuth               ${sandbox.url}/oauth/authorize  ${sandbox.url}/oauth/token`)
console.log(
  `通讯录 Directory          ${sandbox.directoryUrl}  app_id ${sandboxDirectoryApp.appId}  secret ${sandboxDirectoryApp.appSecret}`,
)
console.log(`邮件 SMTP                ${sandbox.smtpUrl}`)
for (const printerUrl of sandbox.printerUrls) console.log(`打印机 Printer            ${printerUrl}`)
console.log(`抖店 Douyin              ${sandbox.gateways.douyin}/console  token ${sandboxDouyinApp.defaultToken}`)
console.log(`app_key ${sandboxApp.appKey}  app_secret ${sandboxApp.appSecret}  session ${DEFAULT_SESSION}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopStream()
    void sandbox.stop()
  })
}
