import { parseArgs } from 'node:util';
import { demoPassword } from '../bin/demo/people.ts';
import { playModelLife } from './models/life.ts';
import { noPictures, takePictures } from './models/pictures.ts';
import { sayFaults, wholeNumber } from './command.ts';

sayFaults();

// `npm run bench:model-life -- [--url http://localhost:8080] [--manager A:PASS] [--people 1500] [--pictures DIR --console URL]`: plays the life
// of a model on a running installation, through its API alone and in real time: learned, watching, taking over by the gate, drifting as other
// people come, another learned because of that, and gone back from. With --pictures, the model's page and the workflow in Temporal's web
// console are pictured at each step. It leaves the people that it adds behind: meant for an installation to try things on.
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8080' },
    manager: { type: 'string', default: `manager@northwind.demo:${demoPassword}` },
    people: { type: 'string', default: '1500' },
    pictures: { type: 'string' },
    console: { type: 'string', default: 'http://localhost:8233' },
  },
});
const people = wholeNumber(values, 'people');
const [email = '', password = ''] = values.manager.split(/:(.*)/s);
const url = values.url.replace(/\/$/, '');
const manager = { email, password };
const pictures = values.pictures
  ? await takePictures({ url, console: values.console, folder: values.pictures, manager })
  : noPictures;
const began = Date.now();
try {
  for await (const { name, says, training } of playModelLife({ url, manager, people })) {
    console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s  ${name.padEnd(10)}${says}`);
    await pictures.of(name, training);
  }
} catch (error) {
  console.error(`  ✗  ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await pictures.close();
}
