"""The same training step in PyTorch, for compare_pytorch.sh: in the order of the authors' code, as its users run it.

It takes the folder that `asyndgan bench --exchange DIR` wrote: settings, initial weights and the pairs of three steps. Networks,
losses and optimizers are built here anew from their published descriptions; a step is all sites' forwards one by one, every D_j's
update, the critiques, one backward and one step of G, with torch.optim.Adam as it comes, and torch.autocast for bfloat16. Nothing is
reordered, batched over sites or recorded. Its pairs are ready tensors on the device: reading and augmentation are not counted,
while AsynDGAN's time has them.

    pytorch_step.py run DIR [--steps K] [--device cpu|cuda] [--precision float32|tf32|bfloat16] [--threads N]
    pytorch_step.py vgg FILE        writes a VGG-16 of random weights, for timing the perceptual term
    pytorch_step.py ratio DIR --pairs N     prints the results that compare_pytorch.sh left there

Any PyTorch from 1.13; NumPy is not needed.
"""

import argparse
import ctypes
import json
import math
import os
import statistics
import struct
import sys
import time

TERMS = ["discriminator_real", "discriminator_fake", "gradient_penalty", "adversarial", "reconstruction", "perceptual"]
BLOCKS = 5


def fail(message):
    sys.exit("error: " + message)


# Safetensors: 8 bytes of header length, a JSON header, the tensors' bytes.


def read_safetensors(path):
    import torch

    types = {"F32": torch.float32, "F64": torch.float64, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64, "I32": torch.int32, "U8": torch.uint8}
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    body = memoryview(bytearray(data[8 + length:]))
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            kind = types[entry["dtype"]]
            flat = torch.frombuffer(body[begin:end], dtype=kind) if end > begin else torch.empty(0, dtype=kind)
            tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors


def write_safetensors(path, tensors):
    header, at, parts = {}, 0, []
    for name, value in tensors.items():
        kept = value.float().contiguous()
        raw = ctypes.string_at(kept.data_ptr(), 4 * kept.numel())
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [at, at + len(raw)]}
        at += len(raw)
        parts.append(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for raw in parts:
            file.write(raw)


# The networks.


def norm_layer(kind, channels):
    from torch import nn

    return {"batch": lambda: nn.BatchNorm2d(channels), "instance": lambda: nn.InstanceNorm2d(channels), "none": nn.Identity}[kind]()


def block(channels, norm, dropout):
    from torch import nn

    bias = norm == "instance"
    layers = [nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3, bias=bias), norm_layer(norm, channels), nn.ReLU(True)]
    if dropout > 0:
        layers.append(nn.Dropout(dropout))
    layers += [nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3, bias=bias), norm_layer(norm, channels)]

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv_block = nn.Sequential(*layers)

        def forward(self, x):
            return x + self.conv_block(x)

    return Block()


def wrapped(model):
    from torch import nn

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, x):
            return self.model(x)

    return Network()


def resnet(inputs, outputs, o):
    from torch import nn

    f, norm, bias = o["filters"], o["norm"], o["norm"] == "instance"
    layers = [nn.ReflectionPad2d(3), nn.Conv2d(inputs, f, 7, bias=bias), norm_layer(norm, f), nn.ReLU(True)]
    for wide in (f, 2 * f):
        layers += [nn.Conv2d(wide, 2 * wide, 3, stride=2, padding=1, bias=bias), norm_layer(norm, 2 * wide), nn.ReLU(True)]
    layers += [block(4 * f, norm, o["dropout"]) for _ in range(o["blocks"])]
    for wide in (4 * f, 2 * f):
        layers += [nn.ConvTranspose2d(wide, wide // 2, 3, stride=2, padding=1, output_padding=1, bias=bias), norm_layer(norm, wide // 2), nn.ReLU(True)]
    return wrapped(nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(f, outputs, 7), nn.Tanh()))


def unet(inputs, outputs, o, levels):
    import torch
    from torch import nn

    f, norm, bias = o["filters"], o["norm"], o["norm"] == "instance"

    class Level(nn.Module):
        def __init__(self, joins, layers):
            super().__init__()
            self.joins, self.model = joins, nn.Sequential(*layers)

        def forward(self, x):
            return torch.cat([x, self.model(x)], 1) if self.joins else self.model(x)

    def down(a, b):
        return nn.Conv2d(a, b, 4, stride=2, padding=1, bias=bias)

    def up(a, b, has_bias):
        return nn.ConvTranspose2d(a, b, 4, stride=2, padding=1, bias=has_bias)

    def middle(outer, inner, below, dropout):
        last = [nn.Dropout(dropout)] if dropout > 0 else []
        return Level(True, [nn.LeakyReLU(0.2), down(outer, inner), norm_layer(norm, inner), below, nn.ReLU(), up(inner * 2, outer, bias), norm_layer(norm, outer)] + last)

    level = Level(True, [nn.LeakyReLU(0.2), down(f * 8, f * 8), nn.ReLU(), up(f * 8, f * 8, bias), norm_layer(norm, f * 8)])
    for _ in range(levels - 5):
        level = middle(f * 8, f * 8, level, o["dropout"])
    for wide in (4, 2, 1):
        level = middle(f * wide, f * wide * 2, level, 0)
    return wrapped(Level(False, [down(inputs, f), level, nn.ReLU(), up(f * 2, outputs, True), nn.Tanh()]))


def patch(inputs, o):
    from torch import nn

    f, norm, bias = o["filters"], o["norm"], o["norm"] == "instance"
    layers = [nn.Conv2d(inputs, f, 4, stride=2, padding=1), nn.LeakyReLU(0.2, True)]
    for n in range(1, o["layers"] + 1):
        before, after = f * min(2 ** (n - 1), 8), f * min(2 ** n, 8)
        layers += [nn.Conv2d(before, after, 4, stride=2 if n < o["layers"] else 1, padding=1, bias=bias), norm_layer(norm, after), nn.LeakyReLU(0.2, True)]
    return wrapped(nn.Sequential(*layers, nn.Conv2d(f * min(2 ** o["layers"], 8), 1, 4, stride=1, padding=1)))


def generator_of(settings):
    o = settings["generator"]
    inputs, outputs = settings["condition_shape"][0], settings["image_shape"][0]
    if o["noise_channels"] or o["average"]:
        fail("generator.noise_channels and generator.average are not part of the authors' code")
    makers = {"resnet": lambda: resnet(inputs, outputs, o), "unet128": lambda: unet(inputs, outputs, o, 7), "unet256": lambda: unet(inputs, outputs, o, 8)}
    return makers[o["network"]]() if o["network"] in makers else fail(f"generator.network: {o['network']} is not compared")


def discriminator_of(settings):
    o = settings["discriminator"]
    if o["network"] != "patch" or o["spectral_norm"] or o["augment"] != "none":
        fail("only discriminator.network: patch, without spectral_norm and augment, is compared")
    return patch(settings["condition_shape"][0] + settings["image_shape"][0], o)


# The losses.


def gan_terms(kind):
    import torch.nn.functional as F

    terms = {
        "vanilla": (lambda z: -F.logsigmoid(z), lambda z: -F.logsigmoid(-z), lambda z: -F.logsigmoid(z)),
        "minimax": (lambda z: -F.logsigmoid(z), lambda z: -F.logsigmoid(-z), lambda z: F.logsigmoid(-z)),
        "lsgan": (lambda z: (z - 1).square(), lambda z: z.square(), lambda z: (z - 1).square()),
        "hinge": (lambda z: F.relu(1 - z), lambda z: F.relu(1 + z), lambda z: -z),
    }
    if kind not in terms:
        fail(f"loss.gan: {kind} is not compared")
    return [lambda z, f=f: f(z.float()).mean() for f in terms[kind]]


VGG_PLACES, VGG_POOLED, VGG_MAPS = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21], [5, 10, 17], [2, 7, 14, 21]


class Perceptual:
    """Mean squared distance in the feature maps of a VGG-16, the mean over four maps."""

    def __init__(self, path, device):
        import torch

        tensors = read_safetensors(path)
        self.layers = [(place, tensors[f"features.{place}.weight"].to(device), tensors[f"features.{place}.bias"].to(device)) for place in VGG_PLACES]
        self.mean = torch.tensor([0.485, 0.456, 0.406], device=device).view(1, 3, 1, 1)
        self.deviation = torch.tensor([0.229, 0.224, 0.225], device=device).view(1, 3, 1, 1)

    def maps(self, images):
        import torch.nn.functional as F

        x = ((images.expand(-1, 3, -1, -1) + 1) / 2 - self.mean) / self.deviation
        for place, weight, bias in self.layers:
            x = F.max_pool2d(x, 2) if place in VGG_POOLED else x
            x = F.relu(F.conv2d(x, weight, bias, padding=1))
            if place in VGG_MAPS:
                yield x

    def __call__(self, fakes, images):
        import torch
        import torch.nn.functional as F

        with torch.no_grad():
            truth = list(self.maps(images))
        return sum(F.mse_loss(fake.float(), real.float()) for fake, real in zip(self.maps(fakes), truth)) / len(truth)


# The step.


class Training:
    def __init__(self, folder, device, precision):
        import torch

        with open(os.path.join(folder, "exchange.json"), encoding="utf-8") as file:
            self.settings = settings = json.load(file)
        if settings["training"]["discriminator_steps"] != 1:
            fail("training.discriminator_steps above 1 is not compared")
        self.device, self.precision = device, precision
        self.weights, self.loss = settings["weights"], settings["loss"]
        self.real, self.fake, self.judged = gan_terms(self.loss["gan"])
        self.generator = self.load(generator_of(settings), os.path.join(folder, "generator.safetensors"))
        self.discriminators = [self.load(discriminator_of(settings), os.path.join(folder, f"discriminator-{j}.safetensors")) for j in range(len(self.weights))]
        pairs = read_safetensors(os.path.join(folder, "pairs.safetensors"))
        self.pairs = [[tuple(pairs[f"step{s}/site{j}/{kind}"].to(device) for kind in ("condition", "image")) for j in range(len(self.weights))] for s in range(3)]
        self.perceptual = Perceptual(self.loss["perceptual_weights"], device) if self.loss["lambda_perceptual"] > 0 else None
        adam = {"lr": settings["training"]["learning_rate"], "betas": (settings["training"]["beta1"], settings["training"]["beta2"])}
        self.of_generator = torch.optim.Adam(self.generator.parameters(), **adam)
        self.of_discriminators = [torch.optim.Adam(d.parameters(), **adam) for d in self.discriminators]

    def load(self, network, path):
        network.load_state_dict(read_safetensors(path))
        return network.to(self.device).train()

    def cast(self):
        import torch

        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.precision == "bfloat16")

    def step(self, number):
        """One step.

        Returns [sites][terms], the losses on the device.
        """
        import torch
        import torch.nn.functional as F

        pairs = self.pairs[number % len(self.pairs)]
        fakes = []
        with self.cast():
            for x, _ in pairs:
                fakes.append(self.generator(x))

        rows = []
        for (x, y), fake, network, optimizer in zip(pairs, fakes, self.discriminators, self.of_discriminators):
            for parameter in network.parameters():
                parameter.requires_grad_(True)
            optimizer.zero_grad()
            with self.cast():
                on_fake = self.fake(network(torch.cat([x, fake.detach()], 1)))
                on_real = self.real(network(torch.cat([x, y], 1)))
            (self.loss["discriminator_scale"] * (on_fake + on_real)).backward()
            optimizer.step()
            rows.append([on_real.detach(), on_fake.detach()])

        self.of_generator.zero_grad()
        total = 0
        for (x, y), fake, network, weight, row in zip(pairs, fakes, self.discriminators, self.weights, rows):
            for parameter in network.parameters():
                parameter.requires_grad_(False)
            with self.cast():
                adversarial = self.judged(network(torch.cat([x, fake], 1)))
                zero = torch.zeros((), device=self.device)
                l1 = self.loss["lambda_l1"] * F.l1_loss(fake.float(), y) if self.loss["reconstruction"] == "l1" else zero
                perceptual = self.loss["lambda_perceptual"] * self.perceptual(fake, y) if self.perceptual else zero
            total = total + weight * self.loss["generator_scale"] * (adversarial + l1 + perceptual)
            row += [adversarial.detach(), l1.detach(), perceptual.detach()]
        total.backward()
        self.of_generator.step()
        return rows


def host_memory(field):
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(field))


def device_memory(device):
    import torch

    if device.type != "cuda":
        return None
    torch.cuda.synchronize()
    free, total = torch.cuda.mem_get_info()
    return total - free


def run(arguments):
    try:
        import torch
    except ImportError:
        fail("there is no PyTorch: on Debian and Ubuntu, apt install python3-torch; elsewhere, pip install torch")
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    device = torch.device(arguments.device)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = arguments.precision == "tf32"
    torch.ones(1, device=device).add(1)
    idle, device_idle = host_memory("VmRSS"), device_memory(device)
    training = Training(arguments.folder, device, arguments.precision)

    # Those of the first steps, to be held against AsynDGAN's.
    losses = []
    for number in range(3):
        losses.append([[float(term) for term in row] for row in training.step(number)])

    number, in_block, rates = 3, max(1, arguments.steps // BLOCKS), []
    images = training.settings["images_per_site"] * len(training.weights)

    def take(steps):
        nonlocal number
        for _ in range(steps):
            training.step(number)
            number += 1
        if device.type == "cuda":
            torch.cuda.synchronize()

    take(max(5, in_block))
    for _ in range(BLOCKS):
        start = time.perf_counter()
        take(in_block)
        rates.append(images * in_block / (time.perf_counter() - start))
    json.dump(
        {
            "pytorch": torch.__version__, "device": str(device), "threads": torch.get_num_threads(), "precision": arguments.precision,
            "images_per_second": statistics.median(rates), "blocks": rates, "losses": losses,
            "host_idle": idle, "host_peak": host_memory("VmHWM"), "device_idle": device_idle, "device_peak": device_memory(device),
        },
        sys.stdout, indent=2)
    print()


# What compare_pytorch.sh prints.


def first_difference(ours, theirs, tolerance):
    """The first loss that differs, as a sentence; and the largest relative difference of all."""
    largest, sentence = 0.0, None
    for step, (a, b) in enumerate(zip(ours["losses"], theirs["losses"])):
        for site, (row, other) in enumerate(zip(a, b)):
            row = [value for term, value in zip(ours["terms"], row) if term != "gradient_penalty"]
            for term, x, y in zip([t for t in TERMS if t != "gradient_penalty"], row, other):
                apart = abs(x - y) / max(abs(x), abs(y), 1e-12) if math.isfinite(x) and math.isfinite(y) else math.inf
                largest = max(largest, apart)
                if apart > tolerance and sentence is None:
                    sentence = f"step {step + 1}, site {ours['sites'][site]}, {term}: {x:.7g} and {y:.7g}"
    return sentence, largest


def above_idle(result, kind):
    return None if result[kind + "_peak"] is None else (result[kind + "_peak"] - result[kind + "_idle"]) / 1e6


def ratio(arguments):
    def load(name):
        with open(os.path.join(arguments.folder, name), encoding="utf-8") as file:
            return json.load(file)

    exchange = load("exchange.json")
    pairs = [(load(f"ours-{i}.json"), load(f"theirs-{i}.json")) for i in range(1, arguments.pairs + 1)]
    ours, theirs = pairs[0]
    print(f"{ours['name']}: {ours['sites']} sites, images {'x'.join(map(str, ours['image']))}, {ours['images_per_step']} a step; {ours['device']}, {ours['processor']}; "
          f"threads {ours['threads']} and {theirs['threads']}; {ours['precision']} and {theirs['precision']}; PyTorch {theirs['pytorch']}")
    print(f"{'pair':6}{'AsynDGAN':>12}{'PyTorch':>12}{'ratio':>8}    images a second")
    rates = [(a["images_per_second"], b["images_per_second"]) for a, b in pairs]
    for number, (a, b) in enumerate(rates, 1):
        print(f"{number:<6}{a:12.2f}{b:12.2f}{a / b:8.2f}")
    print(f"{'median':6}{statistics.median(a for a, _ in rates):12.2f}{statistics.median(b for _, b in rates):12.2f}{statistics.median(a / b for a, b in rates):8.2f}")
    for kind in ("host", "device"):
        a, b = ([above_idle(result, kind) for result in side] for side in zip(*pairs))
        if None not in a + b:
            print(f"{kind} memory above the idle process: {max(a):.0f} MB and {max(b):.0f} MB, ratio {max(a) / max(b):.2f}")
    if exchange["generator"]["dropout"] > 0:
        print("losses: not compared, dropout draws other numbers in each program")
        return
    tolerance = {"float32": 1e-4, "tf32": 2e-2, "bfloat16": 1e-1}[theirs["precision"]]
    if exchange["loss"]["lambda_perceptual"] > 0:
        # Its pooling picks single pixels: a rounding that picks another one grows from step to step.
        tolerance = max(tolerance, 1e-3)
    sentence, largest = first_difference(exchange, theirs, tolerance)
    if sentence:
        fail(f"the losses of the first three steps differ by more than {tolerance:g} of their value: {sentence}")
    print(f"losses of the first three steps: all within {tolerance:g} of their value (largest difference {largest:.1e})")


def vgg(arguments):
    import torch

    torch.manual_seed(1)
    tensors, inputs = {}, 3
    for place, outputs in zip(VGG_PLACES, [64, 64, 128, 128, 256, 256, 256, 512, 512, 512]):
        tensors[f"features.{place}.weight"] = torch.randn(outputs, inputs, 3, 3) * math.sqrt(2 / (9 * inputs))
        tensors[f"features.{place}.bias"] = torch.zeros(outputs)
        inputs = outputs
    write_safetensors(arguments.file, tensors)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    timed = commands.add_parser("run", help="takes the steps and prints figures as JSON")
    timed.add_argument("folder")
    timed.add_argument("--steps", type=int, default=50)
    timed.add_argument("--device", default="cpu")
    timed.add_argument("--precision", choices=["float32", "tf32", "bfloat16"], default="float32")
    timed.add_argument("--threads", type=int)
    timed.set_defaults(call=run)
    compared = commands.add_parser("ratio", help="prints ours-N.json beside theirs-N.json")
    compared.add_argument("folder")
    compared.add_argument("--pairs", type=int, required=True)
    compared.set_defaults(call=ratio)
    weights = commands.add_parser("vgg", help="writes a VGG-16 of random weights")
    weights.add_argument("file")
    weights.set_defaults(call=vgg)
    arguments = parser.parse_args()
    arguments.call(arguments)


if __name__ == "__main__":
    main()
