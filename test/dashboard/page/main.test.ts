import '../../../src/dashboard/page/main.js';
