// The page of the lens.
import '../shared/theme.css';
import '../shared/base.css';
import './lens.css';
import { Shell } from '../shared/shell.js';
import { LensView } from './view.js';

const shell = new Shell('lens');
shell.start(new LensView(shell));
