import {
  ApiOutlined,
  AppstoreOutlined,
  FileTextOutlined,
  HistoryOutlined,
  HomeOutlined,
  RollbackOutlined,
  SendOutlined,
  SettingOutlined,
  ShopOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { MenuText } from './menu.ts'

/** Signs of the entries at the top of the menu. */
export const menuIcons: Partial<Record<MenuText, ReactNode>> = {
  workbench: <HomeOutlined />,
  orders: <FileTextOutlined />,
  fulfilment: <SendOutlined />,
  afterSales: <RollbackOutlined />,
  goodsAndStock: <AppstoreOutlined />,
  shops: <ShopOutlined />,
  team: <TeamOutlined />,
  apps: <ApiOutlined />,
  log: <HistoryOutlined />,
  settings: <SettingOutlined />,
}
