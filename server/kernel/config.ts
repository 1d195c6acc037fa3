/** Every setting of the process, in one typed place. `npx zhanggui doctor` prints this list with the values in force. */
import path from 'node:path'
import { z } from 'zod'

const wholeNumber = () =>
  z.coerce.number({ error: ({ code }) => (code === 'invalid_type' ? 'a whole number is expected' : undefined) }).int()
const settings = {
  PORT: { schema: wholeNumber().min(0).max(65535).default(3000), text: 'HTTP port of the web application' },
  HOST: { schema: z.string().default('127.0.0.1'), text: 'address to bind to; 0.0.0.0 to be reached from other machines' },
  PUBLIC_URL: {
    schema: z.url().optional(),
    text: 'address users type, when a proxy stands in front (https turns on secure cookies)',
  },
  ZHANGGUI_HOME: { schema: z.string().default('./data'), text: 'folder of database, keys and files' },
  DATABASE_URL: { schema: z.string().optional(), text: 'an outside PostgreSQL ≥ 15 instead of the embedded one' },
  DATABASE_POOL: { schema: wholeNumber().min(2).max(200).default(16), text: 'connections of one process' },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    text: 'how much is logged',
  },
  LOG_CHECKPOINT_FILE: {
    schema: z.string().optional(),
    text: 'file to which signed log checkpoints are appended (log-checkpoints.txt in ZHANGGUI_HOME unless told otherwise)',
  },
  LOG_CHECKPOINT_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    text: 'address to which signed log checkpoints are posted, best on a machine of somebody else; may hold user:password@',
  },
  TAOBAO_APP_KEY: { schema: z.string().optional(), text: 'application key of the Taobao open platform' },
  TAOBAO_APP_SECRET: { schema: z.string().optional(), text: 'application secret of the Taobao open platform' },
  TAOBAO_GATEWAY: { schema: z.url().default('https://eco.taobao.com'), text: 'gateway of the Taobao open platform' },
  DOUYIN_APP_KEY: { schema: z.string().optional(), text: 'application key of the Douyin shop platform (抖店)' },
  DOUYIN_APP_SECRET: { schema: z.string().optional(), text: 'application secret of the Douyin shop platform' },
  DOUYIN_SERVICE_ID: {
    schema: z.string().optional(),
    text: "the application's id in Douyin's service market, where shop owners grant access",
  },
  DOUYIN_GATEWAY: { schema: z.url().default('https://openapi-fxg.jinritemai.com'), text: 'gateway of the Douyin shop platform' },
  PINDUODUO_CLIENT_ID: { schema: z.string().optional(), text: 'client_id of the application on the Pinduoduo open platform' },
  PINDUODUO_CLIENT_SECRET: {
    schema: z.string().optional(),
    text: 'client_secret of the application on the Pinduoduo open platform',
  },
  PINDUODUO_GATEWAY: { schema: z.url().default('https://gw-api.pinduoduo.com'), text: 'gateway of the Pinduoduo open platform' },
  WECHAT_SHOP_GATEWAY: {
    schema: z.url().default('https://api.weixin.qq.com'),
    text: 'gateway of the WeChat Store; each shop brings its own AppID and AppSecret',
  },
  KDNIAO_URL: { schema: z.url().default('https://api.kdniao.com'), text: 'address of the KDNiao courier service' },
  SF_URL: { schema: z.url().default('https://bspgw.sf-express.com'), text: 'address of SF Express’s open platform' },
  KUAIDI100_URL: { schema: z.url().default('https://poll.kuaidi100.com'), text: 'address of the Kuaidi100 tracing service' },
  SMTP_URL: {
    schema: z.url({ protocol: /^smtps?$/ }).optional(),
    text: 'mail server that sends invitations, e.g. smtps://user:password@smtp.example.com',
  },
  MAIL_FROM: { schema: z.email().optional(), text: 'address that mails come from' },
  WECHAT_DIRECTORY_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    text: 'service for WeChat messages, text messages and the real-name check',
  },
  WECHAT_APP_ID: { schema: z.string().optional(), text: 'application id at that service' },
  WECHAT_APP_SECRET: { schema: z.string().optional(), text: 'application secret at that service' },
  WORKER_CONCURRENCY: { schema: wholeNumber().min(1).max(64).default(8), text: 'jobs run at once by one worker' },
  RATE_LIMIT_PER_MINUTE: {
    schema: wholeNumber().min(10).default(1200),
    text: 'requests per minute of one session or address',
  },
  WEBHOOKS_TO_LOOPBACK: {
    schema: z.enum(['yes', 'no']).default('no'),
    text: 'whether webhooks of apps may reach this machine itself; for demos and development',
  },
  CAINIAO_COMPONENT_PORT: {
    schema: wholeNumber().min(1).max(65535).default(13528),
    text: "port of Cainiao's print component on the computers of packing desks",
  },
  PINDUODUO_COMPONENT_PORT: {
    schema: wholeNumber().min(1).max(65535).default(5000),
    text: "port of Pinduoduo's print component there",
  },
  DOUYIN_COMPONENT_PORT: {
    schema: wholeNumber().min(1).max(65535).default(13888),
    text: "port of Douyin's print component there",
  },
  CAINIAO_COMPONENT_TLS_PORT: {
    schema: wholeNumber().min(1).max(65535).default(13529),
    text: 'its port for pages that were opened over https',
  },
  PINDUODUO_COMPONENT_TLS_PORT: {
    schema: wholeNumber().min(1).max(65535).default(18653),
    text: "the same of Pinduoduo's",
  },
  DOUYIN_COMPONENT_TLS_PORT: {
    schema: wholeNumber().min(1).max(65535).default(13999),
    text: "the same of Douyin's",
  },
  UPLOAD_LIMIT_MB: { schema: wholeNumber().min(1).max(4096).default(200), text: 'largest file that may be uploaded' },
} as const

type ComponentPorts = { cainiao: number; pinduoduo: number; douyin: number }

export type Config = {
  port: number
  host: string
  publicUrl: string | undefined
  home: string
  databaseUrl: string | undefined
  databasePool: number
  logLevel: string
  checkpointFile: string
  checkpointUrl: string | undefined
  taobao: PlatformSettings
  douyin: PlatformSettings & { serviceId: string | undefined }
  pinduoduo: PlatformSettings
  wechatShop: { gatewayUrl: string }
  couriers: { kdniaoUrl: string; sfUrl: string; kuaidi100Url: string }
  messengers: MessengerSettings
  workerConcurrency: number
  rateLimitPerMinute: number
  uploadLimitMb: number
  webhooksToLoopback: boolean
  /** Ports on the computers of packing desks, which pages may speak to. */
  componentPorts: ComponentPorts
  /** For pages opened over https, which may not speak to a plain port. */
  componentTlsPorts: ComponentPorts
  /** Set by tests and development: answers are checked against their contract. */
  checkOutputs: boolean
}

/** Our application at a shop platform; without key and secret none of its shops can be connected. */
type PlatformSettings = { appKey: string | undefined; appSecret: string | undefined; gatewayUrl: string }

/** What of it is missing keeps the ways that need it from being offered. */
export type MessengerSettings = {
  smtpUrl: string | undefined
  mailFrom: string | undefined
  directory: { url: string | undefined; appId: string | undefined; appSecret: string | undefined }
}

/** A set-up that cannot work, in a sentence that says what to do; with `zh` also in Chinese, where nobody knows the reader yet. */
export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem'
  readonly zh: string | undefined
  readonly en: string
  constructor(en: string, zh?: string) {
    super(en)
    this.en = en
    this.zh = zh
  }
}

/** Reads the environment. Throws ConfigProblem with one sentence per wrong setting. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const read = <K extends keyof typeof settings>(name: K): z.output<(typeof settings)[K]['schema']> => {
    const raw = environment[name]
    const parsed = settings[name].schema.safeParse(raw === '' ? undefined : raw)
    if (!parsed.success)
      throw new ConfigProblem(
        `${name}=${raw}: ${parsed.error.issues[0]?.message ?? 'not valid'} (${settings[name].text}). Correct it and start again.`,
        `设置 ${name}=${raw} 不正确。请改正后重新启动（npx zhanggui doctor 会说明每项设置）。`,
      )
    return parsed.data as z.output<(typeof settings)[K]['schema']>
  }
  const home = path.resolve(read('ZHANGGUI_HOME'))
  return {
    port: read('PORT'),
    host: read('HOST'),
    publicUrl: read('PUBLIC_URL'),
    home,
    databaseUrl: read('DATABASE_URL'),
    databasePool: read('DATABASE_POOL'),
    logLevel: read('LOG_LEVEL'),
    checkpointFile: read('LOG_CHECKPOINT_FILE') ?? path.join(home, 'log-checkpoints.txt'),
    checkpointUrl: read('LOG_CHECKPOINT_URL'),
    taobao: { appKey: read('TAOBAO_APP_KEY'), appSecret: read('TAOBAO_APP_SECRET'), gatewayUrl: read('TAOBAO_GATEWAY') },
    douyin: {
      appKey: read('DOUYIN_APP_KEY'),
      appSecret: read('DOUYIN_APP_SECRET'),
      serviceId: read('DOUYIN_SERVICE_ID'),
      gatewayUrl: read('DOUYIN_GATEWAY'),
    },
    pinduoduo: {
      appKey: read('PINDUODUO_CLIENT_ID'),
      appSecret: read('PINDUODUO_CLIENT_SECRET'),
      gatewayUrl: read('PINDUODUO_GATEWAY'),
    },
    wechatShop: { gatewayUrl: read('WECHAT_SHOP_GATEWAY') },
    couriers: { kdniaoUrl: read('KDNIAO_URL'), sfUrl: read('SF_URL'), kuaidi100Url: read('KUAIDI100_URL') },
    messengers: {
      smtpUrl: read('SMTP_URL'),
      mailFrom: read('MAIL_FROM'),
      directory: { url: read('WECHAT_DIRECTORY_URL'), appId: read('WECHAT_APP_ID'), appSecret: read('WECHAT_APP_SECRET') },
    },
    workerConcurrency: read('WORKER_CONCURRENCY'),
    rateLimitPerMinute: read('RATE_LIMIT_PER_MINUTE'),
    uploadLimitMb: read('UPLOAD_LIMIT_MB'),
    componentPorts: {
      cainiao: read('CAINIAO_COMPONENT_PORT'),
      pinduoduo: read('PINDUODUO_COMPONENT_PORT'),
      douyin: read('DOUYIN_COMPONENT_PORT'),
    },
    componentTlsPorts: {
      cainiao: read('CAINIAO_COMPONENT_TLS_PORT'),
      pinduoduo: read('PINDUODUO_COMPONENT_TLS_PORT'),
      douyin: read('DOUYIN_COMPONENT_TLS_PORT'),
    },
    webhooksToLoopback: read('WEBHOOKS_TO_LOOPBACK') === 'yes',
    checkOutputs: environment.NODE_ENV === 'test',
  }
}

/** Name, meaning and value of every setting, secrets hidden: what `doctor` prints. */
export function explainConfig(
  environment: Record<string, string | undefined>,
): { name: string; text: string; value: string; source: 'environment' | 'default' }[] {
  return Object.entries(settings).map(([name, { schema, text }]) => {
    const raw = environment[name]
    const value = raw ?? schema.safeParse(undefined).data
    const hidden = /SECRET|DATABASE_URL|SMTP_URL|CHECKPOINT_URL/.test(name) && raw ? '••••' : String(value ?? '–')
    return { name, text, value: hidden, source: raw === undefined ? 'default' : 'environment' }
  })
}
