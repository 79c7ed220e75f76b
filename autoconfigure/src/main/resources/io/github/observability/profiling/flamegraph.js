(() => {
	'use strict';
	const data = JSON.parse(document.getElementById('data').textContent);
	const HEIGHT = 20, MIN_WIDTH = 0.0005;
	const FRAMEWORK = /^(org\.springframework|org\.apache|io\.micrometer|io\.opentelemetry|io\.netty|reactor|com\.zaxxer|tools\.jackson|com\.fasterxml|org\.hibernate|org\.eclipse|io\.github\.observability)\./;
	const JDK = /^(java|javax|jdk|sun|com\.sun)[.]|^\[/;
	const graph = document.getElementById('graph');
	const detail = document.getElementById('detail');
	const reset = document.getElementById('reset');
	const search = document.getElementById('search');
	const found = document.getElementById('found');
	const plain = (node, parent, depth) => {
		const result = { name: data.names[node[0]], value: node[1], parent, depth, children: [] };
		result.children = node[2].map((child) => plain(child, result, depth + 1));
		return result;
	};
	const root = plain(data.root, null, 0);
	let zoomed = root;
	const number = new Intl.NumberFormat('en');
	const share = (value) => (root.value ? (100 * value / root.value).toFixed(2) : '0.00') + ' %';
	const describe = (node) => node.name + ' \u2014 ' + share(node.value) + ', ' + number.format(node.value) + ' ' + data.unit;
	const kind = (name) => (JDK.test(name) ? 'jdk' : FRAMEWORK.test(name) ? 'lib' : 'app');
	const matches = (name) => search.value !== '' && name.toLowerCase().includes(search.value.toLowerCase());
	const draw = (node, left, width, caller) => {
		const frame = document.createElement('button');
		frame.type = 'button';
		frame.className = 'frame ' + (node === root ? 'lib' : kind(node.name)) + (caller ? ' caller' : '') + (matches(node.name) ? ' hit' : '');
		frame.style.left = (100 * left) + '%';
		frame.style.width = (100 * width) + '%';
		frame.style.top = (node.depth * HEIGHT) + 'px';
		frame.textContent = width > 0.015 ? node.name : '';
		frame.title = describe(node);
		frame.setAttribute('aria-label', describe(node));
		frame.addEventListener('click', () => zoom(node));
		frame.addEventListener('mouseenter', () => { detail.textContent = describe(node); });
		frame.addEventListener('focus', () => { detail.textContent = describe(node); });
		graph.append(frame);
	};
	const drawAll = () => {
		graph.replaceChildren();
		let deepest = 0;
		for (let caller = zoomed.parent; caller; caller = caller.parent) {
			draw(caller, 0, 1, true);
		}
		const waiting = [[zoomed, 0, 1]];
		while (waiting.length > 0) {
			const [node, left, width] = waiting.pop();
			draw(node, left, width, false);
			deepest = Math.max(deepest, node.depth);
			let at = left;
			for (const child of node.children) {
				const part = width * child.value / node.value;
				if (part >= MIN_WIDTH) {
					waiting.push([child, at, part]);
				}
				at += part;
			}
		}
		graph.style.height = ((deepest + 1) * HEIGHT) + 'px';
		reset.disabled = zoomed === root;
	};
	// What a matching frame calls is not counted a second time.
	const matching = (node) => (matches(node.name) ? node.value : node.children.reduce((sum, child) => sum + matching(child), 0));
	const find = () => {
		found.textContent = search.value === '' ? '' : share(matching(root)) + ' matched';
		drawAll();
	};
	const zoom = (node) => {
		zoomed = node;
		detail.textContent = describe(node);
		drawAll();
	};
	search.addEventListener('input', find);
	reset.addEventListener('click', () => zoom(root));
	document.addEventListener('keydown', (event) => {
		if (event.key === 'Escape') {
			zoom(root);
		}
	});
	document.getElementById('title').textContent = data.title;
	document.title = data.title;
	drawAll();
})();
