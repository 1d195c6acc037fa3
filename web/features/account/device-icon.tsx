import { DesktopOutlined, MobileOutlined } from '@ant-design/icons'

export function DeviceIcon({ device }: { device: string | null }) {
  const isPhone = /Android|iPhone|WeChat/.test(device ?? '')
  return <span className="factor-icon">{isPhone ? <MobileOutlined /> : <DesktopOutlined />}</span>
}
