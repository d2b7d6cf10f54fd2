"""Weights of AsynDGAN in PyTorch: the ResNet generator and the segmentation U-Net, each built as its file says.

    import torch
    from weights_in_pytorch import load

    draw = load("runs/lgg/weights/generator.safetensors")
    image = draw(condition)             # [n, planes, height, width] of -1 and 1, then noise where the run has it -> [-1, 1]
    # of a run with generator.average: generator-average.safetensors, by which the program draws

    segment = load("runs/lgg/segmentation/networks/Real-All_split-11_seed-1.safetensors")
    inside = segment(images) > 0        # normalised images in [-1, 1] -> logits [n, 1, height, width]

Any PyTorch from 1.13 and NumPy. As a program it says what a file holds: weights_in_pytorch.py FILE
"""

import json
import re
import struct
import sys

import numpy
import torch
from torch import nn

TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "U8": "u1"}


def read_safetensors(path):
    """The tensors of a file by name, and its metadata: 8 bytes of header length, a JSON header, the tensors' bytes."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = numpy.frombuffer(body[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors, metadata


def norm_layer(norm, channels):
    return {"batch": nn.BatchNorm2d, "instance": nn.InstanceNorm2d, "none": lambda _: nn.Identity()}[norm](channels)


class Block(nn.Module):
    def __init__(self, channels, norm, bias, dropout):
        super().__init__()
        layers = [nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3, bias=bias), norm_layer(norm, channels), nn.ReLU()]
        layers += [nn.Dropout()] if dropout else []
        layers += [nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3, bias=bias), norm_layer(norm, channels)]
        self.conv_block = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.conv_block(x)


class ResnetGenerator(nn.Module):
    """A 7x7 convolution, two halvings, residual blocks, two doublings, a 7x7 convolution and tanh. The names tell the rest."""

    def __init__(self, weights):
        super().__init__()
        first = weights["model.1.weight"]
        filters, bias = first.shape[0], "model.1.bias" in weights
        norm = "batch" if "model.2.running_mean" in weights else "instance" if bias else "none"
        blocks = len({name.split(".")[1] for name in weights if "conv_block" in name})
        dropout = "model.10.conv_block.6.weight" in weights and weights["model.10.conv_block.6.weight"].dim() == 4
        layers = [nn.ReflectionPad2d(3), nn.Conv2d(first.shape[1], filters, 7, bias=bias), norm_layer(norm, filters), nn.ReLU()]
        for wide in (filters, 2 * filters):
            layers += [nn.Conv2d(wide, 2 * wide, 3, stride=2, padding=1, bias=bias), norm_layer(norm, 2 * wide), nn.ReLU()]
        layers += [Block(4 * filters, norm, bias, dropout) for _ in range(blocks)]
        for wide in (4 * filters, 2 * filters):
            if f"model.{len(layers)}.convolution.weight" in weights:
                doubling = nn.Sequential()
                doubling.add_module("resize", nn.Upsample(scale_factor=2))
                doubling.add_module("padding", nn.ReflectionPad2d(1))
                doubling.add_module("convolution", nn.Conv2d(wide, wide // 2, 3, bias=bias))
            else:
                doubling = nn.ConvTranspose2d(wide, wide // 2, 3, stride=2, padding=1, output_padding=1, bias=bias)
            layers += [doubling, norm_layer(norm, wide // 2), nn.ReLU()]
        outputs = weights[f"model.{len(layers) + 1}.weight"].shape[0]
        self.model = nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(filters, outputs, 7), nn.Tanh())

    def forward(self, x):
        return self.model(x)


class SegmentationUNet(nn.Module):
    """Two 3x3 convolutions a level, max pooling down and transposed convolutions up; of any size, padded at the bottom and right."""

    def __init__(self, weights, configuration):
        super().__init__()
        section = re.search(r"^segmentation:\n((?: +.*\n)+)", configuration, re.M).group(1)
        norm = re.search(r"^ +norm: (\w+)", section, re.M).group(1)
        dropout = float(re.search(r"^ +dropout: (\S+)", section, re.M).group(1))
        filters, inputs = weights["down.0.0.weight"].shape[:2]
        self.depth = len({name.split(".")[1] for name in weights if name.startswith("down.")})

        def two(before, channels, last=()):
            layers = []
            for wide in (before, channels):
                layers += [nn.Conv2d(wide, channels, 3, padding=1, bias=norm != "batch"), norm_layer(norm, channels), nn.ReLU()]
            return nn.Sequential(*layers, *last)

        lowest = [nn.Dropout(dropout)] if dropout > 0 else []
        wide = [filters << level for level in range(self.depth)]
        self.down = nn.ModuleList(two(inputs if level == 0 else wide[level - 1], wide[level], lowest if level == self.depth - 1 else ()) for level in range(self.depth))
        self.up = nn.ModuleList(nn.ConvTranspose2d(2 * channels, channels, 2, stride=2) for channels in wide[-2::-1])
        self.merge = nn.ModuleList(two(2 * channels, channels) for channels in wide[-2::-1])
        self.head = nn.Conv2d(filters, weights["head.weight"].shape[0], 1)

    def forward(self, x):
        height, width = x.shape[2:]
        multiple = 2 ** (self.depth - 1)
        x = nn.functional.pad(x, (0, -width % multiple, 0, -height % multiple))
        levels = []
        for level, block in enumerate(self.down):
            x = block(x if level == 0 else nn.functional.max_pool2d(x, 2))
            levels.append(x)
        levels.pop()
        for enlarge, block in zip(self.up, self.merge):
            x = block(torch.cat([levels.pop(), enlarge(x)], 1))
        return self.head(x)[:, :, :height, :width]


def load(path):
    """The network of a file, for evaluation, on the CPU."""
    weights, metadata = read_safetensors(path)
    if "head.weight" in weights and "configuration" in metadata:
        network = SegmentationUNet(weights, metadata["configuration"])
    elif any("conv_block" in name for name in weights):
        network = ResnetGenerator(weights)
    else:
        raise ValueError(f"{path} holds neither a ResNet generator nor a segmentation network")
    network.load_state_dict(weights)
    return network.eval()


if __name__ == "__main__":
    for file in sys.argv[1:]:
        loaded = load(file)
        print(f"{file}: {type(loaded).__name__}, {sum(value.numel() for value in loaded.parameters()):,} parameters")
