/** The application every sandbox knows at Douyin. */
export const sandboxDouyinApp = {
  appKey: '7000000000000000001',
  appSecret: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  serviceId: '42',
} as const
