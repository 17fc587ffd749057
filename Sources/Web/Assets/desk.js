// The desk where scripts run: a code opens the form at once, a camera reads it, and what was sent without a network waits in the page.
(() => {
  'use strict';
  const english = document.documentElement.lang === 'en';
  const say = (zh, en) => (english ? en : zh);
  const place = document.querySelector('[data-desk-queue]');
  if (!place) return;

  // What waits: address, fields and the key that makes it count once. Kept for the account that sent it; nobody's name or document stands in it.
  const store = 'yizhan-desk-' + place.dataset.deskQueue;
  const read = () => { try { return JSON.parse(localStorage.getItem(store) ?? '[]'); } catch { return []; } };
  const keep = (waiting) => { try { localStorage.setItem(store, JSON.stringify(waiting)); return true; } catch { return false; } };
  const token = () => document.querySelector('form input[name="_token"]')?.value ?? '';
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

  const show = () => {
    const waiting = read();
    place.replaceChildren();
    place.hidden = waiting.length === 0;
    if (!waiting.length) return;
    const unsent = waiting.filter((item) => !item.refused).length;
    const title = document.createElement('p');
    title.className = 'banner-title';
    title.textContent = unsent
      ? say(`${unsent} 项等待网络恢复后发送，请勿关闭本页`, `${unsent} waiting for the network; keep this page open`)
      : say('有办理没有成功，请重新核对', 'Something was not accepted; please look again');
    const list = document.createElement('ul');
    list.className = 'plain';
    for (const item of waiting) {
      const line = document.createElement('li');
      line.textContent = `${item.label}　${item.at}　${item.refused ?? say('待发送', 'waiting')}`;
      if (item.refused) {
        const away = document.createElement('button');
        away.type = 'button';
        away.className = 'button button-quiet';
        away.textContent = say('知道了', 'Dismiss');
        away.addEventListener('click', () => { keep(read().filter((other) => other.key !== item.key)); show(); });
        line.append(' ', away);
      }
      list.append(line);
    }
    place.className = 'desk-queue banner ' + (unsent ? 'banner-action' : 'banner-bad');
    place.append(title, list);
  };

  // One thing. The answer: done with its address, refused with words, or not reached.
  const send = async (item) => {
    let answer;
    try {
      const body = new URLSearchParams(item.fields);
      body.set('_token', token());
      body.set('_key', item.key);
      answer = await fetch(item.action, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'manual', signal: AbortSignal.timeout(8000) });
    } catch { return { reached: false }; }
    if (answer.ok) return { reached: true, done: true, location: answer.headers.get('Location') };
    // Too many at once, or the house is not well: later. Not signed in: after the next page, which asks for it.
    if (answer.status >= 500 || answer.status === 429 || answer.status === 401 || answer.status === 0) return { reached: false, signIn: answer.status === 401 };
    let words = String(answer.status);
    try {
      const problem = await answer.json();
      words = (problem.errors ?? []).map((error) => error.message).join('；') || problem.title || words;
    } catch { /* the number has to do */ }
    return { reached: true, done: false, words };
  };

  let sending = false;
  const flush = async () => {
    if (sending) return;
    sending = true;
    let changed = false;
    for (const item of read().filter((one) => !one.refused)) {
      const result = await send(item);
      if (!result.reached) break;
      keep(result.done ? read().filter((other) => other.key !== item.key) : read().map((other) => (other.key === item.key ? { ...other, refused: result.words } : other)));
      changed ||= result.done;
    }
    sending = false;
    show();
    // What the page shows has changed, and nobody is typing.
    if (changed && !read().length && !document.querySelector('[data-desk-quick]:not([hidden])') && !document.querySelector('#f-code')?.value) location.reload();
  };

  // Forms that can wait. Where the network answers, the browser goes on as without scripts; where it does not, the form is kept and sent again.
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!form.dataset.deskSend || event.defaultPrevented) return;
    event.preventDefault();
    // At a door one code follows the other: when it was scanned goes along, and the form is ready for the next one at once.
    const goesOn = 'deskAgain' in form.dataset;
    const scanned = form.querySelector('[data-desk-now]');
    if (scanned) scanned.value = String(Date.now());
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && name !== '_token' && name !== '_key');
    const now = new Date();
    const item = {
      key: form.querySelector('input[name="_key"]')?.value || newKey(), action: form.getAttribute('action'), label: form.dataset.deskSend + (goesOn ? ' …' + (form.querySelector('#f-code')?.value ?? '').trim().slice(-4) : ''), fields,
      at: `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`,
    };
    const result = await send(item);
    const error = form.querySelector('[data-desk-error]');
    error?.remove();
    if (result.reached && result.done) { location.assign(form.dataset.deskThen || result.location || location.pathname); return; }
    delete form.dataset.sent;
    form.querySelectorAll('[aria-disabled]').forEach((button) => button.removeAttribute('aria-disabled'));
    if (result.reached) {
      const words = document.createElement('p');
      words.className = 'error';
      words.dataset.deskError = '';
      words.setAttribute('role', 'alert');
      words.textContent = result.words;
      form.prepend(words);
      words.scrollIntoView({ block: 'center' });
      return;
    }
    if (result.signIn || !keep([...read().filter((other) => other.key !== item.key), item])) { HTMLFormElement.prototype.submit.call(form); return; }
    if (goesOn) {
      form.reset();
      form.querySelector('input[name="_key"]').value = newKey();
      form.querySelector('#f-code').focus();
    } else {
      form.querySelectorAll('button').forEach((button) => { button.disabled = true; });
      close();
    }
    show();
    place.scrollIntoView({ block: 'nearest' });
  });
  addEventListener('online', flush);
  setInterval(() => { if (read().some((item) => !item.refused)) flush(); }, 10000);
  show();
  flush();

  // A code that belongs to somebody on this page opens the form without asking the server.
  const quick = document.querySelector('[data-desk-quick]');
  const codeForm = document.querySelector('form[data-desk-code]');
  const close = () => { if (quick) { quick.hidden = true; codeForm.querySelector('#f-code').value = ''; } };
  const scans = codeForm ?? document.querySelector('form[data-desk-scans]');
  if (!scans) return;
  const field = scans.querySelector('#f-code');
  const wrong = scans.querySelector('#f-code-error');
  camera();
  if (!quick || !codeForm) return;
  const part = (name) => quick.querySelector(`[data-quick-${name}]`);
  const known = async (code) => {
    if (!/^\d{6}$/.test(code) || !crypto.subtle) return null;
    const found = [];
    for (const row of document.querySelectorAll('[data-desk-stay][data-mark]')) {
      const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(row.dataset.deskStay + ':' + code)));
      if ([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('') === row.dataset.mark) found.push(row);
    }
    return found.length === 1 ? found[0] : null; // of two guests with one code the server shows both
  };
  const open = (row, code) => {
    const form = quick.querySelector('form');
    part('guest').textContent = row.dataset.guest;
    part('nights').textContent = say(`${row.dataset.nights} 晚`, `${row.dataset.nights} nights`);
    part('document').textContent = row.dataset.document || '—';
    part('bed').textContent = row.dataset.bed;
    part('foreign').hidden = !('foreign' in row.dataset);
    part('more').href = row.getAttribute('href') + '?code=' + encodeURIComponent(code);
    form.reset();
    form.querySelectorAll('button').forEach((button) => { button.disabled = false; });
    form.querySelector('[data-desk-error]')?.remove();
    form.action = row.dataset.action;
    form.dataset.deskSend = say('入住 ', 'Check-in ') + row.dataset.bed;
    form.dataset.deskThen = row.getAttribute('href') + '?done=check_in';
    form.querySelector('input[name="code"]').value = code;
    form.querySelector('input[name="_key"]').value = newKey();
    quick.hidden = false;
    part('guest').focus();
  };
  codeForm.addEventListener('submit', async (event) => {
    if (codeForm.dataset.deskAsked) { delete codeForm.dataset.deskAsked; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong.textContent = '';
    const code = field.value.trim().split('/').pop().replace(/\s/g, '');
    const row = await known(code);
    if (row) { open(row, code); return; }
    if (!navigator.onLine) {
      wrong.textContent = say('现在没有网络，这个入住码不在本页名单中。请在下面按姓名核对，或稍后再试。', 'There is no network, and this code is of nobody on this page. Find the guest by name, or try again later.');
      return;
    }
    codeForm.dataset.deskAsked = 'yes';
    codeForm.requestSubmit();
  }, { capture: true });
  field.addEventListener('input', () => { if (/^\d{6}$/.test(field.value.trim())) codeForm.requestSubmit(); });
  quick.querySelector('[data-quick-close]').addEventListener('click', () => { close(); field.focus(); });

  // The camera, where the browser reads codes by itself.
  function camera() {
    const scan = scans.querySelector('[data-desk-scan]');
    const video = scans.querySelector('[data-desk-video]');
    if (!('BarcodeDetector' in window) || !navigator.mediaDevices?.getUserMedia) return;
    scan.hidden = false;
    let stream;
    const stop = () => {
      stream?.getTracks().forEach((track) => track.stop());
      stream = undefined;
      video.hidden = true;
      scan.textContent = say('扫码', 'Scan');
    };
    scan.addEventListener('click', async () => {
      if (stream) { stop(); return; }
      try {
        const detector = new BarcodeDetector({ formats: ['qr_code'] });
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        video.srcObject = stream;
        video.hidden = false;
        scan.textContent = say('停止扫码', 'Stop');
        await video.play();
        while (stream) {
          const [found] = await detector.detect(video);
          if (found?.rawValue) {
            field.value = found.rawValue;
            stop();
            scans.requestSubmit();
            return;
          }
          await new Promise((settle) => setTimeout(settle, 200));
        }
      } catch {
        stop();
        wrong.textContent = say('无法使用摄像头，请输入数字', 'The camera cannot be used; please type the digits');
      }
    });
    addEventListener('pagehide', stop);
  }
})();
