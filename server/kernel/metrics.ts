import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>
/** Prometheus figures of this process. Labels are operation names and codes, never ids or personal data. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    operationSeconds: new Histogram({
      name: 'zhanggui_operation_seconds',
      help: 'Time of operations over HTTP',
      labelNames: ['operation', 'outcome'],
      registers: [registry],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    }),
    outsideRequests: new Counter({
      name: 'zhanggui_outside_requests_total',
      help: 'Requests of machines outside, such as pushes of platforms',
      labelNames: ['operation', 'subject', 'outcome'],
      registers: [registry],
    }),
    openSockets: new Gauge({ name: 'zhanggui_realtime_sockets', help: 'Open realtime connections', registers: [registry] }),
    eventsSent: new Counter({ name: 'zhanggui_realtime_facts_total', help: 'Facts sent to open pages', registers: [registry] }),
  }
}
