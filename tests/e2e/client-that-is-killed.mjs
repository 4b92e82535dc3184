// Starts a daemon, gives it heavy work, says its number, and waits to be killed.
import { Daemon, sweep } from './daemon.mjs';

const daemon = new Daemon(['--clientProcessId', String(process.pid)]);
await daemon.connect();
daemon.request('interp/contributions', sweep).catch(() => undefined);
await daemon.untilRunning('interp/contributions');
process.stdout.write(`${daemon.process.pid}\n`);
