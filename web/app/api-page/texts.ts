import { texts } from '#web/i18n/pairs.ts'

export const apiPageTexts = texts({
  title: ['接口文档', 'API reference'],
  hint: [
    '页面上的每个操作都可以用接口调用，权限与日志完全相同。',
    'Everything the pages do can be called, with the same rights and the same log.',
  ],
  how: ['调用方式', 'How to call'],
  howText: [
    '每个操作都是 POST /api/call/操作名，请求体为 JSON；成功返回 200 和结果，否则返回 error.code、error.message 与 error.params。',
    'Every operation is POST /api/call/<operation> with a JSON body; 200 answers the result, otherwise error.code, error.message and error.params.',
  ],
  search: ['按名称、权限查找', 'Find by name or right'],
  openapi: ['下载 openapi.json', 'Download openapi.json'],
  permission: ['所需权限', 'Right needed'],
  public: ['无需登录', 'Open to everybody'],
  input: ['输入', 'Input'],
  output: ['输出', 'Output'],
  nothing: ['无', 'None'],
  optional: ['可省略', 'optional'],
  none: ['没有匹配的操作', 'No operation matches'],
  noneHint: ['换个词试试，例如 parcels。', 'Try another word, such as parcels.'],
})
