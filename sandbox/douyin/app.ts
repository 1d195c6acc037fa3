/** The application every sandbox knows at Douyin. */
export const sandboxDouyinApp = {
  appKey: '7000000000000000001',
  appSecret: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  serviceId: '42',
  /** Of the shop that is there from the beginning. */
  defaultToken: 'sandbox_douyin_token',
} as const
