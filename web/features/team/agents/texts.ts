import { texts } from '#web/i18n/pairs.ts'

export const agentTexts = texts({
  title: ['智能助理', 'Agents'],
  hint: [
    '像员工一样聘用 AI：有自己的账号和权限，由一位同事负责，永远不会比负责人权限更大。',
    'Hire AI like a clerk: its own account and rights, somebody who answers for it, never more rights than that person.',
  ],
  hire: ['聘用助理', 'Hire an agent'],
  name: ['名称', 'Name'],
  namePlaceholder: ['例如：夜间客服助理', 'For example: night service'],
  subName: ['子账号名', 'Sub-account name'],
  responsible: ['负责人', 'Answers for it'],
  rights: ['权限', 'Rights'],
  token: ['生成令牌', 'Make a token'],
  tokenFor: ['{{name}} 的令牌', 'A token for {{name}}'],
  tokenName: ['用途', 'What for'],
  tokenEnds: ['有效期至', 'Valid until'],
  tokenOnce: ['令牌只显示这一次，请立即复制到助理的配置中。', 'The token is shown only now: copy it into the agent’s settings.'],
  address: ['MCP 地址', 'MCP address'],
  secret: ['令牌', 'Token'],
  empty: ['还没有智能助理', 'No agents yet'],
  emptyHint: [
    '聘用后，把 MCP 地址和令牌填进您的 AI 工具，它就能在权限范围内工作。',
    'Once hired, give its MCP address and token to your AI tool: it works within its rights.',
  ],
  change: ['更换负责人', 'Change'],
  asks: ['等待批准', 'Waiting for approval'],
  asksHint: [
    '助理、应用和令牌要做敏感操作时，会先在这里请负责人批准。',
    'Before something sensitive an agent, app or token asks here.',
  ],
  nothingAsked: ['没有待批准的操作', 'Nothing waits for approval'],
  wants: ['{{name}} 想要：{{act}}', '{{name}} wants to: {{act}}'],
  approve: ['批准这一次', 'Approve this once'],
  refuse: ['拒绝', 'Refuse'],
  until: ['有效期至', 'Until'],
})
