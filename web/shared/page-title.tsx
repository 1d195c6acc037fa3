import { Flex, Typography } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'

type PageTitleProps = { title: string; hint?: ReactNode; actions?: ReactNode }

/** Head of a page; also names the browser tab. */
export function PageTitle({ title, hint, actions }: PageTitleProps) {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = `${title} · ${t('shell.name')}`
  }, [title, t])
  return (
    <Flex className="page-title" justify="space-between" align="center" gap="small" wrap>
      <div>
        <Typography.Title level={4} style={{ margin: 0 }}>
          {title}
        </Typography.Title>
        {hint ? <Typography.Text type="secondary">{hint}</Typography.Text> : null}
      </div>
      {actions ? (
        <Flex gap="small" wrap>
          {actions}
        </Flex>
      ) : null}
    </Flex>
  )
}
