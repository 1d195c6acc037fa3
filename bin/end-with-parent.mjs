// Loaded before a program that was started by a launcher of another Node: when the launcher is killed outright, the program ends too
// instead of keeping the port.
const parent = process.ppid
setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGTERM'), 500).unref()
