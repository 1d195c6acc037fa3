import { App, Button, Card, Flex, Popconfirm, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#web/shared/api.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { DeviceIcon } from './device-icon.tsx'

type Device = OutputOf<'team.listOwnDevices'>['rows'][number]

/** Browsers from which a sign-in is no news. */
export function DevicesSection() {
  const { t } = useTranslation()
  const devices = useOperation('team.listOwnDevices', {})
  return (
    <Card title={t('account.devices.title')} loading={devices.isPending}>
      <p className="faint">{t('account.devices.hint')}</p>
      <Flex vertical gap={12}>
        {devices.data?.rows.map((device) => (
          <DeviceLine key={device.deviceId} device={device} />
        ))}
        {devices.data?.rows.length === 0 && <Typography.Text type="secondary">{t('account.devices.none')}</Typography.Text>}
      </Flex>
    </Card>
  )
}

function DeviceLine({ device }: { device: Device }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const forget = useCommand('team.forgetOwnDevice', { onDone: () => void message.success(t('account.devices.forgotten')) })
  return (
    <Flex gap={12} align="center" className="session">
      <DeviceIcon device={device.device} />
      <div className="factor-text">
        <Typography.Text>{device.device ?? t('account.sessions.unknown')}</Typography.Text>
        <div className="faint">
          {t('account.devices.last')} <Moment at={device.lastSeenAt} /> · {t('account.devices.first')}{' '}
          <Moment at={device.firstSeenAt} />
        </div>
      </div>
      {device.isCurrent ? (
        <Tag color="blue">{t('account.sessions.current')}</Tag>
      ) : (
        <Popconfirm title={t('account.devices.forgetAsk')} onConfirm={() => forget.mutate({ deviceId: device.deviceId })}>
          <Button size="small" loading={forget.isPending}>
            {t('account.devices.forget')}
          </Button>
        </Popconfirm>
      )}
    </Flex>
  )
}
