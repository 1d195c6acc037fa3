/** Everything a person needs who tries a program of their own against the sandbox: addresses, ports and keys. */
import { sandboxDirectoryApp } from './directory.ts'
import { sandboxDouyinApp } from './douyin/app.ts'
import { pinduoduoApp } from './pinduoduo/pinduoduo-platform.ts'
import type { RawPrinter } from './raw-printer.ts'
import type { Sandbox } from './sandbox.ts'
import { DEFAULT_SESSION, sandboxApp } from './shops.ts'

export function addressesOf(sandbox: Sandbox, rawPrinter: RawPrinter): [name: string, facts: string][] {
  const { url, services, control } = sandbox
  return [
    ['控制台 Control page', `${url}/`],
    ...platformAddresses(sandbox),
    ...Object.entries(services).map(([name, at]): [string, string] => [`快递 Courier ${name}`, at]),
    ['通讯录 Directory', `${sandbox.directoryUrl}  app_id ${sandboxDirectoryApp.appId}  secret ${sandboxDirectoryApp.appSecret}`],
    ['邮件 SMTP', sandbox.smtpUrl],
    ...sandbox.printerUrls.map((at): [string, string] => ['打印机 Printer (IPP)', at]),
    ['打印机 Printer (TSPL, ZPL)', rawPrinter.url],
    ...control
      .printComponents()
      .map((component): [string, string] => [component.zh, `${component.url}  ${component.printers.join('、')}`]),
  ]
}

function platformAddresses({ url, gateways }: Sandbox): [name: string, facts: string][] {
  const { taobao, douyin, pinduoduo, wechat } = gateways
  const all: [gateway: string, name: string, facts: string][] = [
    [taobao, '淘宝天猫 Taobao', `${taobao}  app_key ${sandboxApp.appKey}  app_secret ${sandboxApp.appSecret}`],
    [taobao, '  session', `${DEFAULT_SESSION}  (${url}/oauth/authorize, ${url}/oauth/token)`],
    [douyin, '抖店 Douyin', `${douyin}  app_key ${sandboxDouyinApp.appKey}  app_secret ${sandboxDouyinApp.appSecret}`],
    [douyin, '  token', `${sandboxDouyinApp.defaultToken}  (${douyin}/console)`],
    [pinduoduo, '拼多多 Pinduoduo', `${pinduoduo}  client_id ${pinduoduoApp.appKey}  client_secret ${pinduoduoApp.appSecret}`],
    [wechat, '微信小店 WeChat Store', `${wechat}  (${wechat}/console: AppID, AppSecret, Token, EncodingAESKey)`],
  ]
  return all.filter(([gateway]) => gateway !== '').map(([, name, facts]) => [name, facts])
}
